/** What an answer must not ask of a source without a second thought. */
const DO_NOT_ASK = ['gather', 'name', 'meet'] as const
export type DoNotAsk = (typeof DO_NOT_ASK)[number]

/**
 * Words by which such a wish is known, in any of the four languages, whatever the page's own: it is the
 * source who is written to. They warn and forbid nothing, so too many are better than too few.
 */
const SIGNS: Readonly<Record<DoNotAsk, RegExp>> = {
  gather:
    /\b(?:photograph|take (?:a )?(?:photo|picture|screenshot)|record (?:a|the|him|her|them|it)|copy (?:the|a)|get us|find out|bring (?:us|out)|download|collect)\b|(?:сфотографир|сними(?:те)?(?![\p{L}])|запиши|скопируй|достань|узнай|раздобуд|вынес|соберит|сфотографуй|зніміть|запишіть|скопіюйте|дістаньте|дізнайт|винесіть|зберіть)|(?:عکس بگیر|ضبط کن|کپی کن|به دست آور|پیدا کنید|جمع کن|بیرون بیاور)/iu,
  name: /\b(?:what is (?:your|his|her|their) name|who (?:are you|is (?:he|she|your))|your (?:full )?name|names? of)\b|(?:как (?:вас|его|её|их) зовут|кто вы|ваше имя|фамили|имена|як (?:вас|його|її|їх) звати|хто ви|ваше ім|прізвищ)|(?:نام شما|اسم شما|نام خانوادگی|چه کسی هستید|نامش چیست)/iu,
  meet: /\b(?:meet (?:us|me|up|in|at)|a meeting|meet\?|come to|call (?:us|me)|phone (?:us|me)|your (?:number|address))\b|(?:встрети|встреч|приезжа|приходите|позвони|ваш (?:номер|адрес)|зустрі|приїзд|приходьте|зателефон|подзвон|ваша адреса)|(?:ملاقات|دیدار|قرار بگذار|بیایید|تماس بگیر|زنگ بزن|شمارهٔ شما|نشانی شما)/iu,
}

/** What this answer seems to ask. */
export function asksFor(text: string): DoNotAsk[] {
  return DO_NOT_ASK.filter((kind) => SIGNS[kind].test(text))
}
