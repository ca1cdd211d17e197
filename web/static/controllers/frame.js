/** The frame of every page: its menus and the way out. */
import { Menus } from './menus.js'
import { SignOut } from './sign_out.js'

/** @param {AbortSignal} [signal] */
export function connectFrame(signal) {
  new Menus().connect(signal)
  new SignOut().connect(signal)
}
