/** A light over the paragraph that is being read aloud. */
import { boxOf } from './paragraph_layer.js'

export class SpokenLayer {
  paragraph = null

  draw(section, page) {
    section.querySelectorAll('.spoken').forEach(light => light.remove())
    const boxes = this.paragraph?.boxes.filter(([number]) => number === page) ?? []
    section.querySelector('.sheet').append(...boxes.map(boxOf('spoken')))
  }
}
