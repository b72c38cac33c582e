import module from 'node:module';

/** https://nodejs.org/api/module.html#modulestriptypescripttypescode-options: 22.13 and 23.2. */
interface StripsTypes {
  stripTypeScriptTypes?(code: string, options: { mode: 'strip' | 'transform'; sourceMap?: boolean }): string;
}

const FORMAT = /^(module|commonjs)-typescript$/;

/** What Node will take a module for when it has dropped its types; `undefined`: it has none to drop. */
export function formatWithoutTypes(format: unknown): 'module' | 'commonjs' | undefined {
  const kind = typeof format === 'string' ? FORMAT.exec(format)?.[1] : undefined;
  return kind as 'module' | 'commonjs' | undefined;
}

/** As Node itself will do it, behind the hooks. `undefined`: it cannot, and will say so itself. */
export function withoutTypes(text: string): string | undefined {
  const { stripTypeScriptTypes: strip } = module as unknown as StripsTypes;
  const features = process.features as { readonly typescript?: 'strip' | 'transform' | false };
  if (!strip || !features.typescript) return undefined;
  const transforms = features.typescript === 'transform';
  return unwarned(() => {
    try {
      return strip(text, transforms ? { mode: 'transform', sourceMap: true } : { mode: 'strip' });
    } catch {
      return undefined;
    }
  });
}

/** That this is experimental is told to whoever calls it first, who is not the app. */
function unwarned<T>(piece: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return piece();
  } finally {
    process.emitWarning = emitWarning;
  }
}
