/** Numbers as they are said in Vietnamese. */
const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']
const THOUSANDS = ['', 'nghìn', 'triệu']
const LONGEST = 15
const ROMAN = { I: 1, V: 5, X: 10, L: 50, C: 100 }

/** A whole number in digits alone; one with many zeros before it is a code, and said digit by digit. */
export function sayNumber(digits) {
  if (digits.length > LONGEST || /^0\d\d/.test(digits)) return sayDigits(digits)
  const plain = digits.replace(/^0+(?=\d)/, '')
  return plain === '0' ? DIGITS[0] : sayGroups(plain)
}

export const sayDigits = digits => [...digits].map(digit => DIGITS[digit]).join(' ')

/** @returns {number} what a Roman numeral says, 0 where it is none */
export function romanNumber(letters) {
  if (!/^(?=.)C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/.test(letters)) return 0
  const values = [...letters].map(letter => ROMAN[letter])
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0)
}

/** Threes of digits from the left; "tỷ" parts what would be a thousand million. */
function sayGroups(digits) {
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)
  const said = groups.map((group, index) => {
    const above = groups.length - 1 - index
    const words = group === '000' ? '' : sayHundreds(group, index > 0)
    const scale = above > 0 && above % 3 === 0 ? 'tỷ' : words && THOUSANDS[above % 3]
    return [words, scale].filter(Boolean).join(' ')
  })
  return said.filter(Boolean).join(' ')
}

function sayHundreds([hundreds, tens, ones], whole) {
  const head = whole || hundreds !== '0' ? `${DIGITS[hundreds]} trăm` : ''
  return [head, sayTens(Number(tens), Number(ones), Boolean(head))].filter(Boolean).join(' ')
}

function sayTens(tens, ones, after) {
  if (tens === 0) return ones === 0 ? '' : `${after ? 'linh ' : ''}${DIGITS[ones]}`
  const head = tens === 1 ? 'mười' : `${DIGITS[tens]} mươi`
  const tail = { 0: '', 1: tens === 1 ? 'một' : 'mốt', 4: tens === 1 ? 'bốn' : 'tư', 5: 'lăm' }[ones] ?? DIGITS[ones]
  return tail ? `${head} ${tail}` : head
}
