import { end } from './end.js'

export default end('/badaccept')
