/** What the places are called in which this device keeps things. Whatever is private bears its person's id. */
export const DEVICE = 'phien-device'
export const WHOSE = '/kept/whose'
export const RECORD = '/kept/record'
export const NOBODY = 'nobody'

/** On requests of the keeper, which are always for the server itself. */
export const KEEPING = 'X-Keeping'
/** On answers of the server: the id of the person they are for. */
export const SIGNED_IN = 'X-Signed-In'

const SHELL = 'phien-shell-'
const PRIVATE = 'phien-of-'

export const shellName = version => `${SHELL}${version}`
export const isShell = name => name.startsWith(SHELL)
export const isPrivate = name => name.startsWith(PRIVATE)
export const belongsTo = (name, person) => name.startsWith(`${PRIVATE}${person}-`)

/** The pages that belong to no meeting. */
export const homeName = person => `${PRIVATE}${person}-home`
export const meetingName = (person, meeting) => `${PRIVATE}${person}-meeting-${meeting}`

/** @returns {number|null} of which meeting a place keeps things */
export const meetingIn = name => Number(/-meeting-(\d+)$/.exec(name)?.[1]) || null
