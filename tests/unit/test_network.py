"""The network is blocked in every test."""

import socket

import pytest
from pytest_socket import SocketBlockedError


def test_a_test_that_opens_a_network_socket_fails():
    with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)
