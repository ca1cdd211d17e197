/**
 * The words of a paper as an official says them aloud: abbreviations in full, numbers, dates and signs in words.
 * Whichever voice speaks, it is given these.
 */
import { romanNumber, sayDigits, sayNumber } from './spoken_numbers.js'

const SHORT = {
  ANQP: 'an ninh quốc phòng', ATTP: 'an toàn thực phẩm', BC: 'Báo cáo', BCĐ: 'Ban chỉ đạo', BHXH: 'bảo hiểm xã hội', BHYT: 'bảo hiểm y tế', BTC: 'Bộ Tài chính',
  CBCC: 'cán bộ, công chức', CHXHCN: 'Cộng hòa xã hội chủ nghĩa', CT: 'Chỉ thị', CTMTQG: 'chương trình mục tiêu quốc gia', CV: 'Công văn', ĐA: 'Đề án',
  GCN: 'giấy chứng nhận', GD: 'giáo dục', GDĐT: 'giáo dục và đào tạo', GPMB: 'giải phóng mặt bằng', GTVT: 'giao thông vận tải',
  HĐND: 'Hội đồng nhân dân', HD: 'Hướng dẫn', HTX: 'hợp tác xã', KH: 'Kế hoạch', KHĐT: 'kế hoạch và đầu tư', KL: 'Kết luận', KT: 'ký thay', KTXH: 'kinh tế - xã hội', 'KT-XH': 'kinh tế - xã hội',
  MTTQ: 'Mặt trận Tổ quốc', MTQG: 'mục tiêu quốc gia', NĐ: 'Nghị định', 'NĐ-CP': 'Nghị định của Chính phủ', NQ: 'Nghị quyết', NSNN: 'ngân sách nhà nước', NTM: 'nông thôn mới',
  PCT: 'Phó Chủ tịch', PCTT: 'phòng, chống thiên tai', PCCC: 'phòng cháy, chữa cháy', PTDS: 'phòng thủ dân sự', 'QĐ': 'Quyết định', QH: 'Quốc hội', QPAN: 'quốc phòng, an ninh', QLNN: 'quản lý nhà nước',
  STT: 'Số thứ tự', TBXH: 'thương binh và xã hội', TC: 'tài chính', TCKH: 'tài chính, kế hoạch', THCS: 'trung học cơ sở', THPT: 'trung học phổ thông', TL: 'thừa lệnh', TM: 'thay mặt', TNCS: 'Thanh niên Cộng sản', TNMT: 'tài nguyên và môi trường',
  TT: 'Thông tư', TTg: 'Thủ tướng Chính phủ', TTr: 'Tờ trình', TU: 'Tỉnh ủy', TW: 'Trung ương', TƯ: 'Trung ương', UB: 'Ủy ban', UBMTTQ: 'Ủy ban Mặt trận Tổ quốc', UBND: 'Ủy ban nhân dân', UBTVQH: 'Ủy ban Thường vụ Quốc hội',
  VB: 'văn bản', VBQPPL: 'văn bản quy phạm pháp luật', VHXH: 'văn hóa, xã hội', VP: 'văn phòng', VT: 'văn thư', XDCB: 'xây dựng cơ bản', XHCN: 'xã hội chủ nghĩa', CP: 'Chính phủ', TP: 'thành phố', TX: 'thị xã',
}
const UNITS = {
  '%': 'phần trăm', '‰': 'phần nghìn', m2: 'mét vuông', 'm²': 'mét vuông', m3: 'mét khối', 'm³': 'mét khối', km2: 'ki lô mét vuông', 'km²': 'ki lô mét vuông', km: 'ki lô mét', cm: 'xăng ti mét', mm: 'mi li mét', m: 'mét',
  kg: 'ki lô gam', ha: 'héc ta', kWh: 'ki lô oát giờ', kV: 'ki lô vôn', '°C': 'độ xê', '°': 'độ', đ: 'đồng', 'trđ': 'triệu đồng', 'tr.đ': 'triệu đồng', 'tr.đồng': 'triệu đồng', l: 'lít',
}
const PER = { năm: 'một năm', tháng: 'một tháng', ngày: 'một ngày', người: 'một người', hộ: 'một hộ', ha: 'một héc ta', km: 'một ki lô mét' }
const LETTERS = {
  B: 'bê', C: 'xê', D: 'dê', Đ: 'đê', F: 'ép', G: 'giê', H: 'hát', J: 'gi', K: 'ca', L: 'lờ', M: 'mờ', N: 'nờ', P: 'pê', Q: 'quy', R: 'rờ', S: 'ét', T: 'tê', V: 'vê', W: 'vê kép', X: 'ích', Z: 'dét',
}
const COUNTED = 'khóa|khoá|kỳ|chương|phần|mục|quý|lần|lần thứ|thứ|phụ lục|đại hội|bảng|loại|hạng|cấp|nhóm|vùng'
const LONGEST_PIECE = 260

/** @param {{text: string, kind?: string}} paragraph @returns {string} */
export function spoken({ text, kind = '' }) {
  const steps = [cells(kind), points, romans, codes, dates, ranges, per, measures, numbers, shortened, signs]
  return steps.reduce((words, step) => step(words), text.normalize('NFC').replace(/\s+/g, ' ').trim()).replace(/\s+([,.;:])/g, '$1').replace(/\s+/g, ' ').trim()
}

/** Words in pieces that a voice says in one breath, parted where a reader pauses. @returns {string[]} */
export function pieces(words, longest = LONGEST_PIECE) {
  const said = []
  let rest = words
  while (rest.length > longest) {
    const head = rest.slice(0, longest)
    const end = [/.*[.;:?!…](?=\s)/s, /.*,(?=\s)/s, /.*(?=\s)/s].map(pattern => head.match(pattern)?.[0].length ?? 0).find(length => length > longest / 4) ?? longest
    said.push(rest.slice(0, end).trim())
    rest = rest.slice(end)
  }
  return [...said, rest.trim()].filter(piece => /[\p{L}\p{N}]/u.test(piece))
}

/** A row of a table cell by cell, with a pause between; an empty one, or a mere dash, is passed over. */
const cells = kind => text => kind === 'row'
  ? text.split('|').map(cell => cell.trim()).filter(cell => /[\p{L}\p{N}]/u.test(cell)).join('; ')
  : text

/** "b) Củng cố", and "điểm b": a letter by its name, with a pause after it. */
const points = text => text
  .replace(/^([a-zđ])\)\s*/, (_whole, letter) => `${nameOf(letter)}, `)
  .replace(/(điểm )([a-zđ])(?![\p{L}])/giu, (_whole, word, letter) => `${word}${nameOf(letter)}`)

const nameOf = letter => LETTERS[letter.toUpperCase()] ?? letter

/** "II." at the beginning, "khóa XIX", and what can be nothing else; a heading in capitals may hold words that look like numbers. */
function romans(text) {
  const loud = text === text.toUpperCase()
  return text
    .replace(/^([IVXLC]+)(?=[.)]\s)/, each => said(romanNumber(each)) ?? each)
    .replace(new RegExp(`(?<![\\p{L}])(${COUNTED}) ([IVXLC]+)(?![\\p{L}])`, 'giu'), (whole, word, each) => romanNumber(each) ? `${word} ${said(romanNumber(each))}` : whole)
    .replace(/(?<![\p{L}\d/-])([IVX]{2,})(?![\p{L}\d/-])/gu, each => (!loud && said(romanNumber(each))) || each)
}

/** The number of a document: "15/2024/QĐ-UBND". */
function codes(text) {
  return text.replace(/(\d+)(?:\/(\d{4}))?\/((?:[A-ZĐ][\p{L}\d]*)(?:[-–][A-ZĐ][\p{L}\d]*)*)(?![\p{L}])/gu, (_whole, number, year, letters) =>
    `${sayNumber(number)}${year ? ` năm ${sayNumber(year)}` : ''}, ${letters.split(/[-–]/).map(inFull).join(' ')}`)
}

function dates(text) {
  return text
    .replace(/(ngày )?(?<![\d/.])(\d{1,2})[/](\d{1,2})[/](\d{4})(?![\d/])/gi, (whole, before, day, month, year) =>
      month > 12 || day > 31 ? whole : `${before ?? 'ngày '}${sayNumber(day)} tháng ${sayMonth(month)} năm ${sayNumber(year)}`)
    .replace(/(tháng )(\d{1,2})[/](\d{4})(?!\d)/gi, (_whole, word, month, year) => `${word}${sayMonth(month)} năm ${sayNumber(year)}`)
    .replace(/(ngày )(\d{1,2})[/](\d{1,2})(?![\d/])/gi, (_whole, word, day, month) => `${word}${sayNumber(day)} tháng ${sayMonth(month)}`)
    .replace(/(tháng )0?4(?!\d)/gi, '$1tư')
}

const ranges = text => text.replace(/(\d[\d.,]*)\s*[-–]\s*(?=\d)/g, '$1 đến ').replace(/(\d)\s*[/]\s*(?=\d)/g, '$1 trên ')

const per = text => text.replace(new RegExp(`[/](${Object.keys(PER).join('|')})(?![\\p{L}\\d])`, 'gu'), (_whole, each) => ` ${PER[each]}`)

function measures(text) {
  const names = Object.keys(UNITS).sort((a, b) => b.length - a.length).map(each => each.replaceAll('.', '\\.')).join('|')
  return text
    .replace(new RegExp(`(\\d)\\s?(${names})(?![\\p{L}\\d])`, 'gu'), (_whole, digit, unit) => `${digit} ${UNITS[unit]}`)
    .replace(new RegExp(`([(;] ?)(${names})(?= ?[);])`, 'gu'), (_whole, before, unit) => `${before}${UNITS[unit]}`)   // the head of a column, or a cell
}

/** "2.540" is two thousand, "11,4" eleven and four tenths, "1.2.3" the number of a part. */
function numbers(text) {
  return text.replace(/(?<!\p{L})\d+(?:[.,]\d+)*/gu, written => {
    if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(written)) return sayDecimal(written.replaceAll('.', ''))
    if (/^\d+,\d+$/.test(written)) return sayDecimal(written)
    return written.split(/([.,])/).map(part => /\d/.test(part) ? sayNumber(part) : part === '.' ? ' chấm ' : ', ').join('')
  })
}

function sayDecimal(written) {
  const [whole, part] = written.split(',')
  if (!part) return sayNumber(whole)
  return `${sayNumber(whole)} phẩy ${part.length > 2 || part.startsWith('0') ? sayDigits(part) : sayNumber(part)}`
}

/** Abbreviations in full, unknown ones letter by letter; all else small, or a voice would spell what is printed in capitals. */
function shortened(text) {
  return text.replace(/\p{L}[\p{L}\d]*(?:-\p{Lu}[\p{L}\d]*)*\.?/gu, word => {
    const [bare, dot] = word.endsWith('.') ? [word.slice(0, -1), '.'] : [word, '']
    if (SHORT[bare]) return SHORT[bare] + (/^(KT|TM|TL|TP|TX)$/.test(bare) ? '' : dot)
    return bare.split('-').map(inFull).join(' ') + dot
  })
}

/** QH15: the fifteenth National Assembly. */
const NUMBERED = /^(QH|UBTVQH)(\d+)$/

const inFull = word => SHORT[word] ?? (NUMBERED.test(word) ? word.replace(NUMBERED, (_whole, body, term) => `${SHORT[body]} khóa ${sayNumber(term)}`) : null) ?? (isSpelled(word) ? [...word].map(letter => LETTERS[letter] ?? letter.toLowerCase()).join(' ') : lower(word))

/** Capitals without a vowel are no word. */
const isSpelled = word => /^[A-ZĐ]{2,6}$/.test(word) && !/[AEIOU]/.test(word) && !/^[BCDĐGHKLMNPRSTVX]?H?Y$/.test(word)

const lower = word => word === word.toUpperCase() && word.length > 1 ? word.toLowerCase() : word

function signs(text) {
  return text
    .replace(/^[-–•+*]\s*/, '').replace(/\s[-–]\s/g, ', ').replace(/[“”"«»()[\]_*•]/g, ' ').replace(/\s*&\s*/g, ' và ').replace(/\.{4,}|…{2,}/g, ' ').replace(/[/]/g, ', ')
    .replace(/(?:[,;]\s*){2,}/g, '; ')
}

const sayMonth = month => Number(month) === 4 ? 'tư' : sayNumber(`${Number(month)}`)

const said = number => number ? sayNumber(`${number}`) : null
