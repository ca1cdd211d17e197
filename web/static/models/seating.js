/** The seats of a meeting; facts about them may come twice. */
export class Seating {
  #seats = new Map()

  constructor(seats = []) {
    this.load(seats)
  }

  load(seats) {
    this.#seats = new Map(seats.map(seat => [seat.id, seat]))
  }

  get all() {
    return [...this.#seats.values()]
  }

  of(role) {
    return this.all.filter(seat => seat.role === role)
      .sort((one, other) => givenName(one).localeCompare(givenName(other), 'vi') || one.id - other.id)
  }

  put(seat) {
    this.#seats.set(seat.id, seat)
  }

  remove(id) {
    this.#seats.delete(id)
  }

  /** Take in one fact; says whether it was about seats. */
  apply({ name, body }) {
    if (name === 'seat.taken' || name === 'seat.changed') this.put(body.seat)
    else if (name === 'seat.vacated') this.remove(body.seat?.id ?? body.seat)
    else return false
    return true
  }
}

/** Whether a fact gives this person another seat than the screen was loaded with: another role, or one anew after it was taken away. */
export function isOwnSeat({ name, body }, me) {
  if (body.seat?.person?.id !== me.person) return false
  return name === 'seat.taken' || name === 'seat.changed' && body.seat.role !== me.role
}

/** Vietnamese lists go by the last word of a name, which is the given one. */
function givenName({ person: { name } }) {
  const words = name.trim().split(/\s+/)
  return [words.at(-1), ...words.slice(0, -1)].join(' ')
}
