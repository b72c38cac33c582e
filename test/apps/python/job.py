"""A job that is given the context of whoever starts it."""

import sys

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

provider = TracerProvider(resource=Resource.create({"service.name": "job", "service.instance.id": "job-1"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
parent = TraceContextTextMapPropagator().extract({"traceparent": sys.argv[1]})
tracer = provider.get_tracer("job")
with tracer.start_as_current_span("job", context=parent, kind=trace.SpanKind.CONSUMER):
    pass
provider.shutdown()
