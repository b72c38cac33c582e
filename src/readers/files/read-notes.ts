/** Sorts of trouble in a file. `lost`: what cost spans, or may have. The others were read all the same. */
const SORTS = {
  'not-read': { lost: true, text: 'file could not be read', many: 'files could not be read' },
  'unknown-format': { lost: true, text: 'document in no known format', many: 'documents in no known format' },
  'not-json': { lost: true, text: 'piece of text that is no JSON', many: 'pieces of text that are no JSON' },
  truncated: { lost: true, text: 'document that ends in the middle', many: 'documents that end in the middle' },
  'bad-protobuf': { lost: true, text: 'damaged protobuf message', many: 'damaged protobuf messages' },
  'bad-compression': { lost: true, text: 'damaged compressed stream', many: 'damaged compressed streams' },
  'no-zstd': {
    lost: true,
    text: 'file in zstd, which this Node cannot read (22.15 and later can)',
    many: 'files in zstd, which this Node cannot read (22.15 and later can)',
  },
  bomb: {
    lost: true,
    text: 'compressed stream that grows beyond all measure',
    many: 'compressed streams that grow beyond all measure',
  },
  oversized: {
    lost: true,
    text: 'document too large for the memory that Node may use',
    many: 'documents too large for the memory that Node may use',
  },
  'too-large': {
    lost: true,
    text: 'request larger than is taken, refused',
    many: 'requests larger than are taken, refused',
  },
  'unknown-type': {
    lost: true,
    text: 'request of a type or compression that OTLP does not have, refused',
    many: 'requests of types or compressions that OTLP does not have, refused',
  },
  'broken-off': {
    lost: true,
    text: 'request that broke off',
    many: 'requests that broke off',
  },
  'our-bug': {
    lost: true,
    text: 'request that could not be read because of a bug of ours, please report it',
    many: 'requests that could not be read because of a bug of ours, please report it',
  },
  late: {
    lost: true,
    text: 'span that came when its trace had been judged and forgotten (--max-memory)',
    many: 'spans that came when their traces had been judged and forgotten (--max-memory)',
  },
  'not-a-span': { lost: true, text: 'span that is no object', many: 'spans that are no objects' },
  'bad-id': { lost: true, text: 'span without a valid id', many: 'spans without a valid id' },
  'bad-parent': {
    lost: false,
    text: 'parent id that is none, taken as no parent',
    many: 'parent ids that are none, taken as no parents',
  },
  'bad-time': { lost: false, text: 'time that is none', many: 'times that are none' },
  'bad-link': { lost: false, text: 'link without a valid id, left out', many: 'links without valid ids, left out' },
  'bad-utf8': {
    lost: false,
    text: 'document with bytes that are no UTF-8',
    many: 'documents with bytes that are no UTF-8',
  },
  'long-name': { lost: false, text: 'very long name, cut', many: 'very long names, cut' },
  'other-id-form': {
    lost: false,
    text: 'id in upper case or base64, read as it was meant',
    many: 'ids in upper case or base64, read as they were meant',
  },
  concatenated: {
    lost: false,
    text: 'document right behind another one, without a line break',
    many: 'documents right behind another one, without a line break',
  },
  'wrong-label': {
    lost: false,
    text: 'file whose name says another format than its content',
    many: 'files whose names say another format than their content',
  },
  'wrong-type': {
    lost: false,
    text: 'request whose content type says another format than its body',
    many: 'requests whose content types say another format than their bodies',
  },
  'no-room': {
    lost: false,
    text: 'request put off for want of memory (--max-memory), and lost if it was not sent again',
    many: 'requests put off for want of memory (--max-memory), and lost if they were not sent again',
  },
  'no-traces': {
    lost: false,
    text: 'document of metrics or logs, which hold no spans',
    many: 'documents of metrics or logs, which hold no spans',
  },
} as const;

export type TroubleSort = keyof typeof SORTS;

export interface Trouble {
  readonly sort: TroubleSort;
  readonly count: number;
  /** Spans may be missing because of it. */
  readonly lost: boolean;
  /** `3 spans without a valid id (first in a.json)`. */
  readonly text: string;
}

/** Counts what is wrong with files, by sort: a hostile file of a million faults is one line. */
export class ReadNotes {
  readonly #counts = new Map<TroubleSort, { count: number; readonly first: string }>();
  #file = '';

  /** What is noted from now on is of this file. */
  reading(file: string): void {
    this.#file = file;
  }

  add(sort: TroubleSort, count = 1): void {
    if (count === 0) return;
    const known = this.#counts.get(sort);
    if (known) known.count += count;
    else this.#counts.set(sort, { count, first: this.#file });
  }

  /** How many of each sort: what another thread may be told. */
  counts(): [sort: TroubleSort, count: number][] {
    return [...this.#counts].map(([sort, { count }]) => [sort, count]);
  }

  /** What has been noted elsewhere, of other files. */
  addAll(others: ReadNotes): void {
    for (const [sort, { count, first }] of others.#counts) {
      const known = this.#counts.get(sort);
      if (known) known.count += count;
      else this.#counts.set(sort, { count, first });
    }
  }

  /** In the order of the table above. */
  troubles(): Trouble[] {
    return (Object.keys(SORTS) as TroubleSort[]).flatMap((sort) => {
      const found = this.#counts.get(sort);
      if (!found) return [];
      const { lost, text, many } = SORTS[sort];
      const { count, first } = found;
      const where = first === '' ? '' : ` (${count === 1 ? first : `first in ${first}`})`;
      return [{ sort, count, lost, text: `${count} ${count === 1 ? text : many}${where}` }];
    });
  }
}
