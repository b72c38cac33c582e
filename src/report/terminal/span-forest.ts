import type { Report, ReportSpan } from '../report.js';

export interface SpanNode {
  readonly span: ReportSpan;
  readonly children: SpanNode[];
  /** Spans that hang elsewhere and should hang here. */
  readonly strays: SpanNode[];
  /** Its parent's id is known and no such span is in the trace. */
  readonly parentMissing: boolean;
  /** The span that it should have been a child of; `null`: none, or none that the report holds. */
  home: SpanNode | null;
  parent: SpanNode | null;
}

export interface TraceTree {
  readonly traceId: string;
  readonly omittedSpans: number;
  readonly roots: readonly SpanNode[];
  /** All of them, each parent before its children. */
  readonly nodes: readonly SpanNode[];
}

/**
 * The report's flat traces as trees, and every misplaced span known to the parent that it should have had. A child
 * always stands after its parent, so a malformed trace (a parent in a circle, an id twice) gives a tree as well.
 */
export function spanForest(report: Report): readonly TraceTree[] {
  const trees = report.traces.map(traceTree);
  const byId = new Map<string, SpanNode>();
  for (const { nodes } of trees) {
    for (const node of nodes) {
      if (!byId.has(node.span.spanId)) byId.set(node.span.spanId, node);
    }
  }
  for (const { nodes } of trees) {
    for (const node of nodes) settle(node, byId);
  }
  return trees;
}

function traceTree(trace: Report['traces'][number]): TraceTree {
  const byId = new Map<string, SpanNode>();
  const nodes = trace.spans.map((span): SpanNode => {
    const parent = span.parentSpanId === null ? null : (byId.get(span.parentSpanId) ?? null);
    const parentMissing = span.parentSpanId !== null && parent === null && trace.omittedSpans === 0;
    const node: SpanNode = { span, children: [], strays: [], parentMissing, home: null, parent };
    parent?.children.push(node);
    byId.set(span.spanId, node);
    return node;
  });
  return {
    traceId: trace.traceId,
    omittedSpans: trace.omittedSpans,
    roots: nodes.filter((node) => node.parent === null),
    nodes,
  };
}

function settle(node: SpanNode, byId: ReadonlyMap<string, SpanNode>): void {
  const wanted = node.span.expectedParentSpanId;
  if (wanted === undefined || wanted === null) return;
  node.home = byId.get(wanted) ?? null;
  if (node.home !== null && node.home !== node.parent && node.home !== node) node.home.strays.push(node);
}
