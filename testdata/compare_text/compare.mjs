// Sets the same texts with fabric.js and with artboard and compares line breaks and the ink of every line.
//
//   npm install            (here; nothing of it is committed)
//   node compare.mjs --program PATH --fonts DIR [--fonts DIR …] [--only WORD] [--keep DIR]
//
// Line breaks are compared without looking into either program: artboard sets the text once as the document has it and
// once broken by hand where fabric broke it. Equal breaks give equal pictures. The ink of a line is the box around the
// pixels that are at least an eighth covered, in the band of that line; each of its four edges may differ by one pixel of
// the canvas. Both draw ZOOM times as large: at the size itself this canvas hints (a 32 px `f` of Noto Sans is 26 px high
// instead of 24.5), which no editor shows at every zoom.
import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { JSDOM } from 'jsdom';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ZOOM = 4;
const options = { program: 'artboard', fonts: [], only: '', keep: '' };
for (let at = 2; at < process.argv.length; at += 2) {
  const name = process.argv[at].slice(2), value = process.argv[at + 1];
  if (name === 'fonts') options.fonts.push(value); else options[name] = value;
}
const fonts = [...options.fonts, path.join(import.meta.dirname, '../fonts')];
for (const folder of fonts) for (const file of fs.readdirSync(folder)) if (/\.[ot]tf$/.test(file)) {
  GlobalFonts.registerFromPath(path.join(folder, file));
  // Under a name of its own too: this canvas may draw Hebrew with a font of the system although the named one has it.
  GlobalFonts.registerFromPath(path.join(folder, file), `own ${path.parse(file).name}`);
}

// fabric in a page without a screen, with this canvas.
const { window } = new JSDOM('<!DOCTYPE html><body></body>');
const { document } = window;
const createElement = document.createElement.bind(document);
const canvasElement = (width = 10, height = 10) => Object.assign(createCanvas(width, height), { setAttribute() {}, style: {} });
document.createElement = (tag) => (tag === 'canvas' ? canvasElement() : createElement(tag));
const fabric = await import('fabric');
fabric.setEnv({ document, window, isTouchSupported: false, WebGLProbe: {}, dispose() {}, copyPasteData: {} });

const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
const SCRIPTS = {
  latin: { fontFamily: 'Noto Sans', widths: [150, 260, 430], text: 'The office of AVATAR To Wave, “quoted” — naïve Ünder 3,14 fluffy affine T. P, Ya' },
  serif: { fontFamily: 'Noto Serif', widths: [170, 280, 450], text: 'Quick  brown fox\njumps over the lazy dog, Donaudampfschifffahrt and all that' },
  arabic: { fontFamily: 'Amiri', widths: [140, 240, 400], direction: 'rtl', text: 'السلام عليكم ورحمة الله وبركاته هذا نص عربي طويل للاختبار والقياس' },
  mixed: { fontFamily: 'Amiri', widths: [170, 260, 420], direction: 'rtl', text: 'نص عربي with Latin words داخل السطر ورقم 12345 ثم نهاية' },
  hebrew: { fontFamily: 'Liberation Sans', canvasFamily: 'own LiberationSans-Regular', widths: [130, 230, 380], direction: 'rtl', text: 'שלום עולם זה טקסט ארוך בעברית כדי לבדוק את השורות (והסוגריים) 2024 סוף' },
  devanagari: { fontFamily: 'Noto Sans Devanagari', widths: [150, 250, 410], text: 'नमस्ते दुनिया यह हिन्दी में एक लम्बा पाठ है जो क्षत्रिय ज्ञान श्रृंखला और प्रार्थना दिखाता है' },
  emoji: { fontFamily: 'Noto Sans, Artboard Colors One', widths: [120, 230, 370], text: `Hi \u{1F600} ${FAMILY} team ${FAMILY}${FAMILY} and \u{1F44D}\u{1F3FD} \u{1F1E9}\u{1F1EA} too \u{1F308}\u{1F308} end` },
  noto: { fontFamily: 'Noto Sans, Noto Color Emoji COLR', widths: [110, 210, 350], text: 'moon \u{1F313} bee \u{1F41D}\u{1F41D} dog \u{1F436} party \u{1F973}\u{1F973} done' },
};
const ALIGNS = ['left', 'center', 'right', 'justify', 'justify-left', 'justify-center', 'justify-right'];
const base = { fontSize: 32, lineHeight: 2, strokeWidth: 0, left: 30, top: 30, originX: 'left', originY: 'top', fill: '#000' };

const cases = [];
for (const [script, { text, widths, ...more }] of Object.entries(SCRIPTS)) {
  for (const textAlign of ALIGNS) widths.forEach((width) => cases.push({ name: `${script} ${textAlign} ${width}`, text, width, textAlign, ...more }));
}
const extra = (script, width, more) => {
  const { widths, ...own } = SCRIPTS[script];
  cases.push({ name: `${script} ${JSON.stringify(more)} ${width}`, width, textAlign: 'left', ...own, ...more });
};
for (const script of ['latin', 'hebrew', 'devanagari', 'emoji']) {
  extra(script, 260, { splitByGrapheme: true });
  extra(script, 260, { charSpacing: 120 });
  extra(script, 260, { fontSize: 19, charSpacing: -30, textAlign: 'right' });
}

const folder = options.keep || fs.mkdtempSync(path.join(os.tmpdir(), 'compare-text-'));
fs.mkdirSync(folder, { recursive: true });

/** What artboard makes of a text box, as pixels. */
async function ours(box, size, file) {
  const json = path.join(folder, `${file}.json`), png = path.join(folder, `${file}.png`);
  fs.writeFileSync(json, JSON.stringify({ version: '7.4.0', width: size.width / ZOOM, height: size.height / ZOOM, background: '#fff', objects: [{ type: 'Textbox', ...base, ...box }] }));
  const folders = fonts.flatMap((folder) => ['--font-dir', folder]);
  execFileSync(options.program, ['render', json, '--canvas', `${size.width / ZOOM}x${size.height / ZOOM}`, '--scale', String(ZOOM), ...folders, '-o', png], { stdio: ['ignore', 'ignore', 'pipe'] });
  const image = await loadImage(png);
  const context = createCanvas(size.width, size.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, size.width, size.height).data;
}

/** What fabric makes of it: its object, and pixels. */
function theirs({ name, text, canvasFamily, ...box }) {
  const object = new fabric.Textbox(text, { ...base, ...box, fontFamily: canvasFamily ?? box.fontFamily });
  const size = { width: (Math.ceil(object.width) + 60) * ZOOM, height: (Math.ceil(object.height) + 80) * ZOOM };
  const canvas = canvasElement(size.width, size.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  object.objectCaching = false;
  context.scale(ZOOM, ZOOM);
  object.render(context);
  if (options.keep) fs.writeFileSync(path.join(folder, 'fabric.png'), canvas.toBuffer('image/png'));
  return { object, size, canvas, pixels: context.getImageData(0, 0, size.width, size.height).data };
}

/** The box around the ink in some rows. */
function ink(pixels, width, top, bottom) {
  let box = null;
  for (let y = Math.max(0, top); y < Math.min(bottom, pixels.length / width / 4); y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (Math.min(pixels[at], pixels[at + 1], pixels[at + 2]) > 223) continue;
      box = box ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1)] : [x, y, x + 1, y + 1];
    }
  }
  return box;
}

let failures = 0, lines = 0, worst = 0, count = 0;
console.log('breaks  ink    worst  lines  case');
for (const [index, box] of cases.entries()) {
  if (!box.name.includes(options.only)) continue;
  const { object, size, canvas, pixels } = theirs(box);
  const file = options.keep ? box.name.replace(/[^a-z0-9]+/gi, '-') : 'case';
  if (options.keep) fs.writeFileSync(path.join(folder, `${file}-fabric.png`), canvas.toBuffer('image/png'));
  const { name, canvasFamily, ...document } = box;
  const found = await ours(document, size, file);
  // Wrapped by us, and broken by hand where fabric broke it.
  const wrapped = await ours({ ...document, textAlign: 'left' }, size, 'wrapped');
  const text = object._textLines.map((line) => line.join('')).join('\n');
  const broken = await ours({ ...document, textAlign: 'left', text, width: object.width, splitByGrapheme: false }, size, 'broken');
  const breaks = Buffer.compare(Buffer.from(wrapped), Buffer.from(broken)) === 0;
  const advance = object.fontSize * 1.13 * object.lineHeight;
  let off = 0;
  object._textLines.forEach((_, line) => {
    const top = Math.round(ZOOM * (base.top + (line - 0.2) * advance)), bottom = Math.round(ZOOM * (base.top + (line + 0.8) * advance));
    const [a, b] = [ink(pixels, size.width, top, bottom), ink(found, size.width, top, bottom)];
    if (a && b) off = Math.max(off, ...a.map((edge, at) => Math.abs(edge - b[at]) / ZOOM)); else if (a || b) off = Infinity;
  });
  const good = off <= 1;
  count += 1;
  lines += object._textLines.length;
  worst = Math.max(worst, off);
  failures += breaks && good ? 0 : 1;
  console.log(`${breaks ? 'equal ' : 'DIFFER'}  ${good ? 'ok  ' : 'OFF '}  ${String(off).padStart(5)}  ${String(object._textLines.length).padStart(5)}  ${box.name}`);
}
console.log(`${count} texts, ${lines} lines: ${count - failures} equal, worst edge ${worst} px`);
if (!options.keep) fs.rmSync(folder, { recursive: true });
process.exitCode = failures ? 1 : 0;
