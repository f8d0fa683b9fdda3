"""Calls every method of the server through HOST:PORT with the certificate in FILE."""

import queue
import sys
import threading

import grpc

authority, port, certificate = sys.argv[1:4]
channel = grpc.secure_channel(
    "127.0.0.1:" + port,
    grpc.ssl_channel_credentials(open(certificate, "rb").read()),
    options=(
        ("grpc.ssl_target_name_override", authority),
        ("grpc.default_authority", authority),
        ("grpc.max_receive_message_length", 64 << 20),
        ("grpc.max_send_message_length", 64 << 20),
    ),
)


def unary():
    reply, call = channel.unary_unary("/t.T/Unary").with_call(b"there and", timeout=20)
    assert reply == b"there and back", reply
    assert ("x-after", "all") in [(m.key, m.value) for m in call.trailing_metadata()]


def streams():
    assert list(channel.unary_stream("/t.T/Count")(b"1000", timeout=20)) == [
        b"%d" % i for i in range(1000)
    ]
    assert channel.stream_unary("/t.T/Gather")(iter([b"a", b"b", b"c"]), timeout=20) == b"a+b+c"


def bidi():
    """Each message is sent only after the answer to the one before."""
    outgoing = queue.Queue()
    answers = channel.stream_stream("/t.T/Echo")(iter(outgoing.get, None), timeout=20)
    for word in (b"one", b"two", b"three"):
        outgoing.put(word)
        assert next(answers) == word + b"!"
    outgoing.put(None)
    assert list(answers) == []


def large():
    body = b"y" * 5_000_000
    assert channel.unary_unary("/t.T/Unary")(body, timeout=30) == body + b" back"
    assert len(channel.unary_unary("/t.T/Large")(b"5000000", timeout=30)) == 5_000_000


def many():
    """More calls at a time than one HTTP/2 connection takes by default in many servers."""
    failures = []

    def call(i):
        try:
            assert list(channel.unary_stream("/t.T/Count")(b"50", timeout=40))[-1] == b"49"
        except Exception as broken:
            failures.append(broken)

    threads = [threading.Thread(target=call, args=(i,)) for i in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def errors():
    try:
        channel.unary_unary("/t.T/Fail")(b"", timeout=20)
        raise AssertionError("no error")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.FAILED_PRECONDITION, error
        assert error.details() == "not now: \u00fc", error
    try:
        channel.unary_unary("/t.T/Missing")(b"", timeout=20)
        raise AssertionError("no error")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


def deadline():
    try:
        list(channel.unary_stream("/t.T/Endless")(b"late", timeout=0.5))
        raise AssertionError("no error")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error
    assert channel.unary_unary("/t.T/WasCancelled")(b"late", timeout=20) == b"yes"


def cancel():
    call = channel.unary_stream("/t.T/Endless")(b"gone", timeout=20)
    assert next(call) == b"x" * 100
    call.cancel()
    assert channel.unary_unary("/t.T/WasCancelled")(b"gone", timeout=20) == b"yes"


def down():
    """The edge's own words, when nobody answers behind the tunnel."""
    try:
        channel.unary_unary("/t.T/Unary")(b"", timeout=20)
        raise AssertionError("no error")
    except grpc.RpcError as error:
        print(error.code().name, error.details())


for name in sys.argv[4:]:
    globals()[name]()
    print("ok " + name, flush=True)
