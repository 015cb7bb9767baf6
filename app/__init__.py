"""Kijkkamer: private, offline video reflection for social workers."""
# SPDX-License-Identifier: EUPL-1.2
