/** What the two people of the journey write to each other; written for this project. */
const RUSSIAN =
  'Я работаю на складе речного порта и веду журнал отгрузок. С весны часть вагонов уходит ночью, без накладных, под чужими номерами. '
const PERSIAN =
  'پیام شما کامل به دست ما رسید و دو نفر از همکاران آن را خوانده‌اند. لطفاً چیزی را که برای شما خطر دارد جمع نکنید و از کسی نام نبرید. '

function repeatTo(text: string, length: number): string {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length)
}

/** 2,000 characters of Russian. */
export const REPORT: string = repeatTo(RUSSIAN, 2_000)
/** 1,500 characters of Persian. */
export const ANSWER: string = repeatTo(PERSIAN, 1_500)
export const SECOND_LETTER = 'Спасибо. Я прочитала ваш ответ и напишу ещё, когда будет безопасно.'
