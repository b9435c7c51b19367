import { end } from './end.js'

export default end('/close1000')
