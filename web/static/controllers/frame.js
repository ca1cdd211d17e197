/** The frame of every page: its menus and the way out. */
import { saidByLastPage } from '../helpers/leave.js'
import { sayInOwnWords } from '../helpers/own_words.js'
import { Menus } from './menus.js'
import { complain } from './notices.js'
import { SignOut } from './sign_out.js'

/** @param {AbortSignal} [signal] */
export function connectFrame(signal) {
  new Menus().connect(signal)
  new SignOut().connect(signal)
  sayInOwnWords(signal)
  sayWhy()
}

/** Somebody who was sent away from a page hears why on the next one. */
function sayWhy() {
  const why = saidByLastPage()
  if (why) complain({ message: why, code: 'left' })
}
