// Files of a message: pictures stand in the page, everything else is a download.

import { el } from "./dom.js";

const LARGEST = 10 * 1024 * 1024;

export const fileWords = {
  tooLarge: "这个文件太大，最多 10 MB。可以拍成照片再发。",
  empty: "这个文件是空的。",
  file: (name) => `文件：${name}`,
  play: (name) => `听录音：${name}`,
  open: (name) => `打开照片：${name}`,
};

function size(octets) {
  return octets < 1024 * 1024 ? `${Math.max(1, Math.round(octets / 1024))} KB` : `${(octets / 1024 / 1024).toFixed(1)} MB`;
}

/** The files of a message; `addressOf(id)` says where one lies. */
export function files(list, addressOf) {
  if (!list || !list.length) return null;
  const link = (file) => el("a", { href: addressOf(file.id), download: file.name }, `${file.name}（${size(file.size)}）`);
  const sound = (file) => el("audio", { controls: true, preload: "none", src: addressOf(file.id), "aria-label": fileWords.play(file.name) });
  const one = (file) =>
    file.sound
      ? sound(file)
      : file.picture
      ? el("a", { href: addressOf(file.id), target: "_blank", rel: "noopener", "aria-label": fileWords.open(file.name) }, el("img", { src: `${addressOf(file.id)}?size=small`, alt: file.name, loading: "lazy", onerror: (event) => event.target.closest("a").replaceWith(link(file)) }))
      : link(file);
  return el("div", { class: "files" }, list.map(one));
}

/** What is wrong with a file before it is sent, or "". */
export function faultOf(file) {
  if (file.size > LARGEST) return fileWords.tooLarge;
  return file.size ? "" : fileWords.empty;
}
