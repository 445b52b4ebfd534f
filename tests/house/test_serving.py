"""The web server that everybody shares."""

import http.client
import socket
import subprocess
import sys
import time

import pytest

from lontar.house import serving

PATIENCE_SECONDS = 20


@pytest.fixture
def port():
    """A server of nothing but a small page, started as the city's is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *serving.web("127.0.0.1", port, "wsgiref.simple_server:demo_app")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(PATIENCE_SECONDS * 10):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def asked(port):
    """A connection on which a page was asked for, and which stays open as a browser's does."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    line.request("GET", "/")
    answer = line.getresponse()
    assert (answer.status, bool(answer.read())) == (200, True)
    return line


def test_whoever_comes_is_answered_while_others_keep_their_pages_open(port):
    kept = [asked(port) for _ in range(serving.THREADS * 6)]
    try:
        asked(port).close()
    finally:
        for line in kept:
            line.close()
