/**
 * Runs in the page before the console does: notes when it paints and is usable, and drives it frame by frame. The page gets
 * this file as it is, as a script and not as a module: it neither imports nor exports.
 */
/* global window, document, requestAnimationFrame, MessageChannel, WheelEvent, MouseEvent */

const frame = () => new Promise((done) => requestAnimationFrame(done));

/** After the frame's picture is made. */
async function painted() {
  await frame();
  await new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(null);
  });
}

async function gapsOf(count, act) {
  const gaps = [];
  let last = await frame();
  for (let number = 0; number < count; number += 1) {
    act(number);
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}

const element = (selector, fits) => [...document.querySelectorAll(selector)].find(({ textContent }) => fits(textContent.trim()));
const scroller = () => document.querySelector('.disk-view-scroller');

/** Where the console is clicked, and how long until the picture shows it. */
const clicks = {
  timed: async (action) => {
    const from = performance.now();
    action();
    await painted();
    return performance.now() - from;
  },
  tab: (name) => element('[role=tab]', (text) => new RegExp(`^${name}( [\\d,]+)?$`).test(text)),
  node: (name) => element('[role=treeitem]', (text) => text === name),
  toggle: (name) => clicks.node(name).dispatchEvent(new MouseEvent('dblclick', { bubbles: true })),
  heading: (name) => element('[role=columnheader]', (text) => text.startsWith(name)),
};

/** Each answers with the milliseconds between frames. */
const drives = {
  scroll: (count, stepPixels) => gapsOf(count, () => {
    scroller().scrollTop += stepPixels;
  }),
  zoom: (count) => gapsOf(count, (number) => {
    if (number % 4 !== 0) return;
    const { left, top } = scroller().getBoundingClientRect();
    const deltaY = number < count / 2 ? -100 : 100;
    scroller().dispatchEvent(new WheelEvent('wheel', {
      bubbles: true, cancelable: true, ctrlKey: true, deltaY, clientX: left + 500, clientY: top + 100,
    }));
  }),
  select: (count) => gapsOf(count, (number) => {
    if (number % 3 !== 0) return;
    const { left, top } = scroller().getBoundingClientRect();
    const place = { clientX: left + 220 + (number * 37) % 600, clientY: top + 20 + (number * 53) % 300 };
    scroller().dispatchEvent(new MouseEvent('mousedown', { bubbles: true, ...place }));
  }),
  watch: async (milliseconds) => {
    const gaps = [];
    const end = performance.now() + milliseconds;
    for (let last = await frame(); performance.now() < end;) {
      const now = await frame();
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  },
};

const start = { firstPaint: 0, answeredAt: null, usableAt: null };

/** From the host's answer, the one large message, until the tree is filled. */
async function noteUsable() {
  await painted();
  if (document.querySelectorAll('[role=treeitem]').length <= 6) return noteUsable();
  start.firstPaint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
  start.usableAt = performance.now();
}

window.WebSocket = class extends window.WebSocket {
  constructor(...parts) {
    super(...parts);
    this.addEventListener('message', ({ data }) => {
      if (start.answeredAt !== null || data.length < 1_000_000) return;
      start.answeredAt = performance.now();
      void noteUsable();
    });
  }
};

window.probe = { ...clicks, ...drives, start };
