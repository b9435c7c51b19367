import { end } from './end.js'

export default end('/hello')
