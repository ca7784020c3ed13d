import {
  concat,
  decodeDrop,
  findReceipts,
  findParts,
  gatherReplies,
  repeatsInDrop,
  REHEARSAL,
  intervalNumber,
  utf8,
} from '@postern/protocol'
import { deliveryOf } from '@postern/casework'
import { describe, expect, it } from 'vitest'
import { messageOf } from './message.ts'
import { World } from './world.ts'

describe('one desk, two members and their agent', () => {
  it('takes a message in, receipts it, answers it, and hears that it was read', async () => {
    const world = new World('loop')
    const { env } = world
    const agent = world.join('agent', 'agent', [0, 1])
    const anna = world.join('anna', 'handler')
    const boris = world.join('boris', 'handler')
    const source = env.suite.signingKey(env.random(32))
    const seed = env.random(32)
    const picture = env.random(30_000)
    await world.rounds(3, agent, anna, boris)
    world.send(
      source,
      messageOf(seed, 'Добрый день. Это важно.', [
        {
          name: 'scan.jpg',
          mediaType: 'image/jpeg',
          bytes: picture,
          sha256: env.suite.sha256(picture),
          kind: 'cleaned',
        },
      ]),
    )
    world.fire()
    await world.rounds(8, agent, anna, boris)

    const room = anna.rooms[0]
    const [contact] = room?.contacts() ?? []
    expect(contact?.messages[0]?.facts.text).toBe('Добрый день. Это важно.')
    expect(contact?.standing).toBe('new')
    if (!room || !contact?.messages[0]) throw new TypeError('no contact')
    const read = await room.read(contact.messages[0])
    expect(read.kind === 'read' && read.message.content.attachments[0]?.bytes).toEqual(picture)

    const answer = 'سلام. پیام شما رسید. '.repeat(60)
    room.accept(contact.conversation)
    room.reply(contact.conversation, answer)
    expect(room.queued).toHaveLength(1)
    await world.rounds(16, agent, anna, boris)
    expect(room.queued).toHaveLength(0)

    const drop = decodeDrop(world.readerDrop)
    const replies = gatherReplies(findParts(env.suite, [seed], drop.slots))
    expect(replies.map((reply) => reply.kind === 'whole' && reply.text)).toEqual([answer])
    const interval = intervalNumber(REHEARSAL, env.nowMs())
    const repeats = repeatsInDrop(REHEARSAL, world.turn(0), interval, null)
    expect(findReceipts(env.suite, seed, drop.receipts, [0, 1], repeats)).toEqual([0])

    const seenByBoris = boris.rooms[0]?.contacts()[0]
    expect(seenByBoris?.standing).toBe('accepted')
    const [reply] = seenByBoris?.replies ?? []
    expect(reply && deliveryOf(reply).kind).toBe('in-drop')

    const replyId = reply?.facts.replyId ?? utf8('')
    world.send(source, messageOf(seed, 'Прочитала.', [], [concat(replyId)]))
    world.fire()
    await world.rounds(6, agent, anna, boris)
    const [done] = anna.rooms[0]?.contacts()[0]?.replies ?? []
    expect(done && deliveryOf(done).kind).toBe('acknowledged')
    expect(anna.rooms[0]?.log.findings).toEqual([])
    for (const each of agent.rooms) expect([...each.log.casebook.drops.keys()]).toEqual([1, 2])
  })
})
