import { play } from './task.js'

play(uni, JSON.parse(scriptArgs[0]), error => {
  throw error
})
