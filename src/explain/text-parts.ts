/** The parts of a scenario's README: what happens, and then paragraphs that begin with their name in bold. */
export interface TextParts {
  readonly what: string;
  readonly parts: readonly { readonly name: string; readonly text: string }[];
}

export function textParts(readme: string): TextParts {
  const [, what = '', ...paragraphs] = readme.trim().split(/\n{2,}/);
  return {
    what: inOneLine(what),
    parts: paragraphs.flatMap((paragraph) => {
      const [, name, text] = /^\*\*(.+?)\.\*\*\s+([\s\S]+)$/.exec(paragraph) ?? [];
      return name === undefined || text === undefined ? [] : [{ name, text: inOneLine(text) }];
    }),
  };
}

function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
