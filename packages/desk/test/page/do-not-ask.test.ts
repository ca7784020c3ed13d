import { describe, expect, it } from 'vitest'
import { asksFor } from '../../src/page/answer/do-not-ask.ts'

describe('what an answer must not ask without a second thought', () => {
  it.each([
    ['Could you take a photo of the ledger?', 'gather'],
    ['Сфотографируйте накладную, пожалуйста.', 'gather'],
    ['Зніміть це на телефон.', 'gather'],
    ['لطفاً از دفتر عکس بگیرید.', 'gather'],
    ['What is your name?', 'name'],
    ['Как его зовут?', 'name'],
    ['Хто ви?', 'name'],
    ['نام شما چیست؟', 'name'],
    ['Can we meet in the city?', 'meet'],
    ['Давайте встретимся в среду.', 'meet'],
    ['Зателефонуйте нам.', 'meet'],
    ['با ما تماس بگیرید.', 'meet'],
  ])('knows “%s” for %s', (text, kind) => {
    expect(asksFor(text)).toContain(kind)
  })

  it.each([
    'We have read it with care. We may not answer for some days.',
    'Спасибо, мы прочли. Берегите себя.',
    'Дякуємо, ми прочитали.',
    'سپاس، پیام شما رسید و با دقت خوانده شد.',
  ])('says nothing of “%s”', (text) => {
    expect(asksFor(text)).toEqual([])
  })
})
