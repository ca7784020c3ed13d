import { expect, test } from 'vitest'
import { AtHand } from '../../src/page/lane/at-hand.ts'

const [LOCKED, OPEN, WITH_FILE] = [
  { isOpen: false, hasFile: false },
  { isOpen: true, hasFile: false },
  { isOpen: true, hasFile: true },
]

test.each([
  ['sent', [OPEN, OPEN, WITH_FILE, OPEN], ['hand', 'wait', 'wait', 'done']],
  ['locked before the upload ended', [LOCKED, LOCKED, OPEN], ['wait', 'wait', 'hand']],
  ['locked before it was sent', [OPEN, WITH_FILE, LOCKED, OPEN], ['hand', 'wait', 'wait', 'hand']],
  ['locked before it was drawn', [OPEN, LOCKED, OPEN, WITH_FILE], ['hand', 'wait', 'hand', 'wait']],
  [
    'locked, handed over again, then sent',
    [OPEN, WITH_FILE, LOCKED, OPEN, WITH_FILE, OPEN],
    ['hand', 'wait', 'wait', 'hand', 'wait', 'done'],
  ],
])('what names a large file is at hand until it was sent: %s', (_, looks, answers) => {
  const reference = new AtHand()
  expect(looks.map((look) => reference.look(look))).toEqual(answers)
})
