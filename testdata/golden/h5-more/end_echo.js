import { end } from './end.js'

export default end('/echo')
