"""A service that hands work to a pool of threads, and does not wait for all that it starts."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from opentelemetry import context, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

if "grpc" in sys.argv[1:]:
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
else:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

provider = TracerProvider(
    resource=Resource.create({"service.name": "orders", "service.instance.id": "orders-1"})
)
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("orders")
pool = ThreadPoolExecutor(max_workers=2)
fixed = "fixed" in sys.argv[1:]


def query(name):
    with tracer.start_as_current_span(f"query {name}"):
        time.sleep(0.01)


def write_mail(parent):
    context.attach(parent)
    with tracer.start_as_current_span("write mail"):
        time.sleep(0.2)


def handle(number):
    with tracer.start_as_current_span("GET /orders", kind=trace.SpanKind.SERVER):
        current = context.get_current()
        # A thread of the pool has no context of its own: what runs there has to be given one.
        work = (lambda name: in_context(current, query, name)) if fixed else query
        list(pool.map(work, ["items", "prices"]))
        mail = threading.Thread(target=write_mail, args=(current,))
        mail.start()
        if fixed:
            mail.join()
    mail.join()


def in_context(parent, function, *args):
    token = context.attach(parent)
    try:
        function(*args)
    finally:
        context.detach(token)


for number in range(3):
    handle(number)
pool.shutdown()
print("3 orders")
provider.shutdown()
sys.exit(4 if "fail" in sys.argv[1:] else 0)
