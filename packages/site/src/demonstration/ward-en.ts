import type { StoryRecord } from '../record.ts'

export const wardEn: StoryRecord = {
  story: 'ward',
  language: 'en',
  slug: 'ward-nine-keeps-no-names',
  kicker: 'Army and families',
  headline: 'Ward Nine keeps no names',
  standfirst:
    'In the garrison hospital of Lodva, conscripts hurt on the autumn exercises are written down as “transferred”. Their mothers have been asking where to since September.',
  byline: 'Mirel Sandu',
  place: 'Lodva, Kestria',
  published: '2026-11-14',
  blocks: [
    {
      kind: 'paragraph',
      text: 'The lift in the garrison hospital has buttons for eight floors. To reach the ninth you leave it, walk past the laundry and climb a staircase whose door is opened from the inside. Visitors are told that the floor is being painted. It has been painted since the second week of September.',
    },
    {
      kind: 'paragraph',
      text: 'Anneke Dorl has stood in front of that door four times. Her son Jurian, nineteen, was called up in spring and sent in August to the exercises on the Selen heath. His last message came on the sixth of September: three words and a photograph of rain. On the twelfth his company told her by telephone that he had been “transferred for health reasons”. Nobody would say to which place. The field for it on the printed notice that followed holds a dash.',
    },
    {
      kind: 'quote',
      text: 'I am not asking them for a secret. I am asking on which floor my child is lying.',
      source: 'Anneke Dorl, mother of a conscript',
    },
    { kind: 'heading', text: 'Thirty-one dashes' },
    {
      kind: 'paragraph',
      text: 'We have seen thirty-one such notices from five districts. All are dated between the eighth and the nineteenth of September; all are signed with a rubber stamp; all have the dash. In eleven cases the family later learned from a fellow soldier that their son was in Lodva, on the ninth floor, with burns. The Ministry of Defence says that the exercises passed “without notable incidents” and that it does not discuss the health of individual servicemen.',
    },
    {
      kind: 'paragraph',
      text: 'Two people who work in the building, and whom we do not describe further, say that the ward has twenty-two beds and that all of them have been taken. Dressings are brought up by the night shift. In the register of the ward patients are numbered, not named; a second register, with the names, is kept in a safe that belongs to another department.',
    },
    {
      kind: 'pull-quote',
      text: 'The floor has been painted since the second week of September.',
    },
    { kind: 'heading', text: 'Why a dash matters' },
    {
      kind: 'paragraph',
      text: 'A soldier who is wounded in service has rights in Kestria: an inquiry within ten days, a pension if he cannot return, a visit by his family at the army’s cost. A soldier who has been transferred has none of these, because nothing has happened to him. “A dash is cheap,” says the lawyer Oskar Weyl, who represents six of the families. “It saves an inquiry, thirty-one pensions and one question, namely what burned on the heath.”',
    },
    {
      kind: 'paragraph',
      text: 'On the first Sunday of November some of the mothers came to the hospital with white envelopes, each with a name on it, and asked the guard to carry them up. He said that he could not take letters for a floor that was closed. Then he took off his cap, put the envelopes into it, one after another, and went inside. On Monday there was another guard.',
    },
    { kind: 'heading', text: 'If you know more' },
    {
      kind: 'paragraph',
      text: 'We are looking for people who were on the Selen heath between the fifth and the eighth of September, and for those who drove, carried, nursed or wrote reports afterwards. Do not write to us from a barracks, and not from a telephone that the service has given you. What helps most is what you saw yourself, with the day and the hour.',
    },
  ],
}
