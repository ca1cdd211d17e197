#!/bin/sh
# Brings the programs the tests need, or only those that are named: by apt-get where it may, otherwise it names them and stops.
set -eu
missing=""
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }

tests_need() {
  need chromium chromium
  PATH="$PATH:/usr/sbin" need nginx nginx-light
  need node nodejs
  need redis-server redis-server
  need strace strace
  need espeak-ng espeak-ng
  need lame lame
  need soffice libreoffice-writer-nogui
  [ -e /usr/lib/libreoffice/program/libsclo.so ] || missing="$missing libreoffice-calc-nogui"
  [ -e /usr/lib/libreoffice/program/libsdlo.so ] || missing="$missing libreoffice-impress-nogui"
  need tesseract tesseract-ocr
  ls /usr/share/tesseract-ocr/*/tessdata/vie.traineddata /usr/share/tessdata/vie.traineddata 2>/dev/null | grep -q . || missing="$missing tesseract-ocr-vie"
  [ -d /usr/share/fonts/truetype/croscore ] || missing="$missing fonts-croscore"
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
}

if [ $# -gt 0 ]; then
  for name; do need "$name" "$name"; done
else
  tests_need
fi
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Cài các gói hệ thống cho kiểm thử:$missing"
  apt-get update -qq >/dev/null
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null
else
  echo "Thiếu gói hệ thống cho kiểm thử. Chạy với quyền quản trị: apt-get install$missing" >&2
  exit 1
fi
