"""A gRPC server without generated code: messages are bytes. Prints its port."""

import time
from concurrent import futures

import grpc


def unary(request, context):
    context.set_trailing_metadata((("x-after", "all"),))
    return request + b" back"


def count(request, context):
    for i in range(int(request)):
        yield b"%d" % i


def gather(requests, context):
    return b"+".join(requests)


def echo(requests, context):
    for request in requests:
        yield request + b"!"


def fail(request, context):
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not now: \u00fc")


cancelled = []


def endless(request, context):
    context.add_callback(lambda: cancelled.append(request))
    while context.is_active():
        yield b"x" * 100
        time.sleep(0.02)


def was_cancelled(request, context):
    deadline = time.monotonic() + 10
    while request not in cancelled and time.monotonic() < deadline:
        time.sleep(0.02)
    return b"yes" if request in cancelled else b"no"


def large(request, context):
    return b"z" * int(request)


class Handlers(grpc.GenericRpcHandler):
    def service(self, call):
        return {
            "/t.T/Unary": grpc.unary_unary_rpc_method_handler(unary),
            "/t.T/Count": grpc.unary_stream_rpc_method_handler(count),
            "/t.T/Gather": grpc.stream_unary_rpc_method_handler(gather),
            "/t.T/Echo": grpc.stream_stream_rpc_method_handler(echo),
            "/t.T/Fail": grpc.unary_unary_rpc_method_handler(fail),
            "/t.T/Endless": grpc.unary_stream_rpc_method_handler(endless),
            "/t.T/WasCancelled": grpc.unary_unary_rpc_method_handler(was_cancelled),
            "/t.T/Large": grpc.unary_unary_rpc_method_handler(large),
        }.get(call.method)


server = grpc.server(
    futures.ThreadPoolExecutor(32),
    handlers=(Handlers(),),
    options=(
        ("grpc.max_receive_message_length", 64 << 20),
        ("grpc.max_send_message_length", 64 << 20),
    ),
)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print("port %d" % port, flush=True)
server.wait_for_termination()
