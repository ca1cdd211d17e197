/** A page that needs nothing but its frame. */
import { connectFrame } from './frame.js'

connectFrame()
