import { stay } from './task.js'

stay(uni, JSON.parse(scriptArgs[0]), error => {
  throw error
})
