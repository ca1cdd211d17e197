/** The reading screen without its looks: the same models, the same line, the same ears; it runs inside a page. */
import { openLive } from '../../../web/static/channels/live.js'
import { Post } from '../../../web/static/channels/post.js'
import { ReaderFacts } from '../../../web/static/controllers/reader_facts.js'
import { api } from '../../../web/static/helpers/api.js'
import { boot } from '../../../web/static/helpers/boot.js'
import { newKey } from '../../../web/static/helpers/keys.js'
import { AnnotationList } from '../../../web/static/models/annotation_list.js'
import { CommentList } from '../../../web/static/models/comment_list.js'
import { StreamHeads } from '../../../web/static/models/stream_heads.js'

const AGAIN = 3000
const nothing = () => {}

/** Open the paper of this page. @param {object} ears `begins` hears from where it listens, and then `heard`, `settled`, `ended` */
export async function read(ears) {
  const opened = await patiently(() => api.get(`/papers/${boot.paper}`))
  const reader = new Reader(opened)
  reader.connect(ears)
  ears.begins(await patiently(() => reader.load()), reader)
  reader.join()
  return reader
}

class Reader {
  redraw = nothing
  carried = nothing
  reread = nothing
  numbers = { put: nothing }
  notice = { show: nothing }
  post = new Post()
  newKey = newKey

  constructor(opened) {
    Object.assign(this, { opened, paper: opened.paper, version: opened.version, me: { person: boot.person.id, name: boot.person.name } })
    const where = { version: this.version.id, me: this.me }
    this.comments = new CommentList(where)
    this.annotations = new AnnotationList(where)
    this.live = openLive({ meeting: opened.meeting.id })
  }

  connect({ heard, settled, ended }) {
    new ReaderFacts(this).connect()
    this.live.on('*', heard)
    this.live.on('settled', settled)
    this.live.on('ended', ended)
  }

  /** @returns {Promise<Record<string, number>>} the numbers up to which everything is loaded */
  async load() {
    const query = `?version=${this.version.number}`
    const [comments, annotations] = await Promise.all([
      api.get(`/papers/${this.paper.id}/comments${query}`), api.get(`/papers/${this.paper.id}/annotations${query}`)])
    this.comments.load(comments.comments)
    this.annotations.load(annotations.annotations)
    this.loaded = comments.comments.map(({ id }) => id)
    this.heads = StreamHeads.least(this.opened.heads, comments.heads, annotations.heads)
    return this.heads
  }

  join() {
    return this.live.join(this.heads)
  }

  /** What a person sees of a few paragraphs, and of the marks; of two at one place either may come first. */
  shown(paragraphs) {
    const { comments, annotations } = this
    return {
      remarks: paragraphs.map(paragraph => comments.under(paragraph)), unplaced: comments.unplaced,
      counts: paragraphs.map(paragraph => comments.count(paragraph)), marks: annotations.all.sort((one, other) => one.id - other.id), lostMarks: annotations.unplaced,
    }
  }
}

/** As the screen does: no network is no reason to give up, a refusal is. */
async function patiently(load) {
  for (;;) {
    try {
      return await load()
    } catch (fault) {
      if (fault.status && fault.status < 500) throw fault
      await new Promise(resolve => setTimeout(resolve, AGAIN))
    }
  }
}
