import { element } from '../element.ts'

/** The site's pictures by name, to choose one or none; a name that is not among them stays a choice. */
export function pictureSelect(
  none: string,
  names: readonly string[],
  chosen: string,
): HTMLSelectElement {
  const select = element('select', {}, element('option', { value: '' }, none))
  for (const name of names) select.append(element('option', { value: name }, name))
  choosePicture(select, chosen)
  return select
}

/** One that may have come since the choices were made. */
export function choosePicture(select: HTMLSelectElement, name: string): void {
  if (![...select.options].some(({ value }) => value === name))
    select.append(element('option', { value: name }, name))
  select.value = name
}
