/** What a cell's folder gets installed: see `packages/`. */
export type PackageSet = 'api' | 'sdk-1' | 'sdk-2' | 'sdk-3' | 'node-sdk-1' | 'node-sdk-2' | 'node-sdk-3';
/** A file of `set-ups/`, or none. */
export type SetUp = 'none' | 'provider-node' | 'provider-basic' | 'provider-3' | 'node-sdk' | 'node-sdk-3';

export interface Sdk {
  readonly name: string;
  readonly packages: PackageSet;
  readonly setUp: SetUp;
  readonly apis: readonly string[];
  readonly nodes: readonly string[];
}

export interface Cell {
  readonly sdk: Sdk;
  readonly api: string;
  readonly node: string;
  readonly form: Form;
}

export const NODES = ['20', '22', '24', '26'];
/** `ts-…`: TypeScript that tsx runs, in a package of that type. The others are what a compiler makes of it. */
export const FORMS = ['esm', 'cjs', 'ts-esm', 'ts-cjs'] as const;
export type Form = (typeof FORMS)[number];

/** The peer ranges of SDK 1.30 and 2.x end below 1.10. */
const TO_1_9 = ['1.4', '1.5', '1.6', '1.7', '1.8', '1.9'];
/** SDK 3.x wants this one, and Node 22.15. */
const FROM_1_10 = ['1.10'];
const FROM_22 = NODES.slice(1);

export const SDKS: readonly Sdk[] = [
  { name: 'none', packages: 'api', setUp: 'none', apis: [...TO_1_9, ...FROM_1_10], nodes: NODES },
  { name: '1.30 NodeTracerProvider', packages: 'sdk-1', setUp: 'provider-node', apis: TO_1_9, nodes: NODES },
  { name: '1.30 BasicTracerProvider', packages: 'sdk-1', setUp: 'provider-basic', apis: TO_1_9, nodes: NODES },
  { name: '1.30 NodeSDK', packages: 'node-sdk-1', setUp: 'node-sdk', apis: ['1.9'], nodes: NODES },
  { name: '2.x NodeTracerProvider', packages: 'sdk-2', setUp: 'provider-node', apis: TO_1_9, nodes: NODES },
  { name: '2.x BasicTracerProvider', packages: 'sdk-2', setUp: 'provider-basic', apis: TO_1_9, nodes: NODES },
  { name: '2.x NodeSDK', packages: 'node-sdk-2', setUp: 'node-sdk', apis: ['1.9'], nodes: NODES },
  { name: '3.x TracerProvider', packages: 'sdk-3', setUp: 'provider-3', apis: FROM_1_10, nodes: FROM_22 },
  { name: '3.x NodeSDK', packages: 'node-sdk-3', setUp: 'node-sdk-3', apis: FROM_1_10, nodes: FROM_22 },
];

/** Every cell that can exist. */
export function cells(): Cell[] {
  return SDKS.flatMap((sdk) =>
    sdk.apis.flatMap((api) => sdk.nodes.flatMap((node) => FORMS.map((form) => ({ sdk, api, node, form })))),
  );
}

export function nameOf({ sdk, api, node, form }: Cell): string {
  return `SDK ${sdk.name}, API ${api}, Node ${node}, ${form}`;
}
