import assert from 'node:assert/strict'
import { test } from 'node:test'
import { romanNumber, sayNumber } from '../../web/static/models/spoken_numbers.js'
import { pieces, spoken } from '../../web/static/models/spoken_words.js'

const saying = (text, kind = 'body') => spoken({ text, kind })

test('numbers are said as one says them', () => {
  const said = {
    0: 'không', 5: 'năm', 10: 'mười', 11: 'mười một', 14: 'mười bốn', 15: 'mười lăm', 20: 'hai mươi', 21: 'hai mươi mốt', 24: 'hai mươi tư', 55: 'năm mươi lăm',
    100: 'một trăm', 105: 'một trăm linh năm', 110: 'một trăm mười', 128: 'một trăm hai mươi tám', 1000: 'một nghìn', 1005: 'một nghìn không trăm linh năm',
    2026: 'hai nghìn không trăm hai mươi sáu', 2540: 'hai nghìn năm trăm bốn mươi', 1000000: 'một triệu', 1200000: 'một triệu hai trăm nghìn',
    3000000000: 'ba tỷ', 12045000000: 'mười hai tỷ không trăm bốn mươi lăm triệu', '02': 'hai', '0912': 'không chín một hai',
    1000000000000: 'một nghìn tỷ', 2000000000001: 'hai nghìn tỷ không trăm linh một',
  }
  for (const [digits, words] of Object.entries(said)) assert.equal(sayNumber(digits), words, digits)
  assert.equal(sayNumber('1234567890123456').split(' ').length, 16)
})

test('Roman numerals are numbers where they can be nothing else', () => {
  assert.deepEqual(['I', 'IV', 'IX', 'XIX', 'XL', 'IIX', 'VIDE', ''].map(romanNumber), [1, 4, 9, 19, 40, 0, 0, 0])
  assert.equal(saying('II. MỤC ĐÍCH, YÊU CẦU'), 'hai. mục đích, yêu cầu')
  assert.equal(saying('Đại hội Đảng bộ xã khóa XIX và quý II năm 2026'), 'Đại hội Đảng bộ xã khóa mười chín và quý hai năm hai nghìn không trăm hai mươi sáu')
  assert.equal(saying('PHẠM VI ĐIỀU CHỈNH'), 'phạm vi điều chỉnh')
})

test('what officials shorten is said in full', () => {
  const said = {
    'Chủ tịch UBND trình HĐND xã': 'Chủ tịch Ủy ban nhân dân trình Hội đồng nhân dân xã',
    'Số: 128/KH-UBND': 'Số: một trăm hai mươi tám, Kế hoạch Ủy ban nhân dân',
    'Quyết định số 15/2024/QĐ-UBND': 'Quyết định số mười lăm năm hai nghìn không trăm hai mươi tư, Quyết định Ủy ban nhân dân',
    'Tờ trình số 07/TTr-UBND': 'Tờ trình số bảy, Tờ trình Ủy ban nhân dân',
    'Nghị định số 30/2020/NĐ-CP': 'Nghị định số ba mươi năm hai nghìn không trăm hai mươi, Nghị định Chính phủ',
    'TM. ỦY BAN NHÂN DÂN': 'thay mặt ủy ban nhân dân',
    'KT. CHỦ TỊCH': 'ký thay chủ tịch',
    'phát triển KT-XH': 'phát triển kinh tế, xã hội',
    'Lưu: VT, BXD.': 'Lưu: văn thư, bê ích dê.',
    'Luật số 65/2025/QH15': 'Luật số sáu mươi lăm năm hai nghìn không trăm hai mươi lăm, QH15',
  }
  for (const [written, words] of Object.entries(said)) if (!/QH15/.test(written)) assert.equal(saying(written), words)
  assert.match(saying('Luật số 65/2025/QH15'), /năm hai nghìn không trăm hai mươi lăm, Quốc hội (khóa )?mười lăm$/)
})

test('places in a law, dates, ranges, money and measures are said in words', () => {
  const said = {
    'Điều 5 khoản 2 điểm a': 'Điều năm khoản hai điểm a',
    'từ ngày 22/4/2026 đến ngày 01/12/2026': 'từ ngày hai mươi hai tháng tư năm hai nghìn không trăm hai mươi sáu đến ngày một tháng mười hai năm hai nghìn không trăm hai mươi sáu',
    'tháng 4/2026': 'tháng tư năm hai nghìn không trăm hai mươi sáu',
    'giai đoạn 2021-2025': 'giai đoạn hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm',
    'chiều dài 11,4 km': 'chiều dài mười một phẩy bốn ki lô mét',
    '74% lượng mưa, 2.540 hộ': 'bảy mươi tư phần trăm lượng mưa, hai nghìn năm trăm bốn mươi hộ',
    '1.250,05 m2': 'một nghìn hai trăm năm mươi phẩy không năm mét vuông',
    '3 triệu đồng/hộ/năm': 'ba triệu đồng một hộ một năm',
    'đạt 12/15 chỉ tiêu': 'đạt mười hai trên mười lăm chỉ tiêu',
    'mục 1.2.3': 'mục một chấm hai chấm ba',
    'a) Kiện toàn “tổ chức” (xã)': 'a, Kiện toàn tổ chức xã',
    'b) Củng cố theo điểm đ khoản 1': 'bê, Củng cố theo điểm đê khoản một',
    '- Chi đầu tư': 'Chi đầu tư',
  }
  for (const [written, words] of Object.entries(said)) assert.equal(saying(written), words)
})

test('a table is read row by row and cell by cell, and what is empty is passed over', () => {
  assert.equal(saying('1 | Lũ ống, lũ quét | | Tháng 6 - 9 | - | Rất cao', 'row'), 'một; Lũ ống, lũ quét; Tháng sáu đến chín; Rất cao')
  assert.equal(saying('STT | Tỷ lệ (%) | Dài (km)', 'row'), 'Số thứ tự; Tỷ lệ phần trăm; Dài ki lô mét')
  assert.equal(saying('11 | Gạo | kg | 4.000', 'row'), 'mười một; Gạo; ki lô gam; bốn nghìn')
  assert.equal(saying('Tổng cộng | 635', 'row'), 'Tổng cộng; sáu trăm ba mươi lăm')
})

test('a long paragraph is said in breaths that end where a reader pauses', () => {
  const sentence = 'Xã có địa hình đồi núi chia cắt, sông chảy qua sáu thôn. '
  const words = spoken({ text: sentence.repeat(12), kind: 'body' })
  const said = pieces(words)
  assert.ok(said.length > 2 && said.every(piece => piece.length <= 260 && piece.endsWith('.')))
  assert.equal(said.join(' '), words)
  assert.ok(pieces('từ '.repeat(400)).every(piece => piece.length <= 260 && !/^ừ/.test(piece)))
  assert.ok(pieces('x'.repeat(1000)).every(piece => piece.length <= 260))
  assert.deepEqual(pieces(' … '), [])
})
