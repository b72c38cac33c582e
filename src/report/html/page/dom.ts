type Child = Node | string | null;

type Properties<K extends keyof HTMLElementTagNameMap> = Partial<
  Pick<HTMLElementTagNameMap[K], 'className' | 'id' | 'title' | 'tabIndex' | 'hidden' | 'onclick'>
> & { readonly attributes?: Readonly<Record<string, string>> };

/** Makes an element. Text is always text: nothing of a report is ever taken for markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { attributes = {}, ...properties }: Properties<K> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** An element with a class and what is in it. */
export function box(className: string, ...children: readonly Child[]): HTMLElement {
  return element('div', { className }, ...children);
}

export function text(className: string, content: string): HTMLElement {
  return element('span', { className }, content);
}

export function button(className: string, onclick: () => void, ...children: readonly Child[]): HTMLButtonElement {
  return element('button', { className, onclick, attributes: { type: 'button' } }, ...children);
}

/** What is closed until somebody wants to see it; nothing, where there is nothing in it. */
export function fold(title: string, items: readonly Child[]): HTMLElement | null {
  if (items.length === 0) return null;
  return element(
    'details',
    {},
    element('summary', {}, title),
    element('ul', {}, ...items.map((item) => element('li', {}, item))),
  );
}
