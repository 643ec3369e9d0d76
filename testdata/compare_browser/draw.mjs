// Draws design documents by fabric.js, and SVGs by the browser itself, in headless Chromium.
//
// node draw.mjs JOBS.json
//
// JOBS.json: {chromium, fabric: {"5": FILE, ...}, fonts: [{family, weight, style, file}], jobs: [...]}. A job is
// {document, out, width, height, multiplier, version, root, addresses, fonts} for a fabric.js document (its pictures are read
// below `root` or from the files that `addresses` names, with the families `fonts`) or {svg, out, width, height}. Prints a line of JSON a job: {out, error, missing, ms}. The browser reaches no network:
// every request is answered from the files that the jobs name, or refused.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import puppeteer from "puppeteer-core";

const HOST = "http://compare.invalid/";
const TYPES = { ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml" };
const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "compare-browser-"));
const browser = await puppeteer.launch({
  executablePath: plan.chromium,
  userDataDir: profile,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1", "--font-render-hinting=none"],
});

// The file below `root` that a URL of the page names, whatever address it was given; null when there is none.
function found(root, url, addresses) {
  for (const [address, file] of Object.entries(addresses ?? {})) {
    const whole = URL.canParse(address, HOST) ? new URL(address, HOST).href : address;
    if (whole === url || address === url) return file;
  }
  const name = url.startsWith(HOST) ? url.slice(HOST.length) : url;
  const bare = decodeURIComponent(name.split(/[?#]/)[0]);
  for (const candidate of [bare, path.basename(bare)]) {
    const file = path.resolve(root, candidate.replace(/^\/+/, ""));
    if (file.startsWith(path.resolve(root) + path.sep) && fs.existsSync(file) && fs.statSync(file).isFile()) return file;
  }
  return null;
}

const library = version => plan.fabric[version] ?? plan.fabric["5"];

async function open(job, missing) {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on("request", request => {
    const url = request.url();
    const send = (body, type) => request.respond({ status: 200, body, contentType: type, headers: { "Access-Control-Allow-Origin": "*" } });
    if (url.startsWith("data:") || url.startsWith("blob:")) return request.continue();
    if (url === HOST + "favicon.ico") return request.abort();
    if (url === HOST) return send("<!doctype html><meta charset=utf-8><body style='margin:0'></body>", "text/html");
    if (url === HOST + "-/fabric.js") return send(fs.readFileSync(library(job.version)), "text/javascript");
    if (url.startsWith(HOST + "-/font/")) return send(fs.readFileSync(plan.fonts[+url.slice((HOST + "-/font/").length)].file), "font/ttf");
    const file = job.root ? found(job.root, url, job.addresses) : null;
    if (file) return send(fs.readFileSync(file), TYPES[path.extname(file).toLowerCase()] ?? "application/octet-stream");
    missing.push(url);
    return request.abort();
  });
  await page.goto(HOST);
  return page;
}

async function loadFonts(page, wanted) {
  const fonts = plan.fonts.map((font, index) => ({ ...font, index })).filter(font => wanted.includes(font.family));
  await page.evaluate(async (fonts, host) => {
    await Promise.all(fonts.map(async font => {
      const face = new FontFace(font.family, `url(${host}-/font/${font.index})`, { weight: font.weight, style: font.style });
      document.fonts.add(await face.load());
    }));
  }, fonts, HOST);
}

async function drawDesign(job, missing) {
  const text = fs.readFileSync(job.document, "utf8");
  const page = await open(job, missing);
  try {
    await loadFonts(page, job.fonts ?? []);
    await page.addScriptTag({ url: HOST + "-/fabric.js" });
    const url = await page.evaluate(async (text, job) => {
      const { fabric } = window;
      const element = document.createElement("canvas");
      const canvas = new fabric.StaticCanvas(element, { width: job.width, height: job.height, enableRetinaScaling: false, renderOnAddRemove: false });
      const json = JSON.parse(text);
      delete json.width;
      delete json.height;
      if (fabric.version.split(".")[0] >= 6) await canvas.loadFromJSON(json);
      else await new Promise((done, fail) => {
        setTimeout(() => fail(new Error("fabric.js never said that the document is loaded")), 15000);
        canvas.loadFromJSON(json, done);
      });
      for (const key of ["viewportTransform", "backgroundVpt", "overlayVpt"]) if (json[key] !== undefined) canvas[key] = json[key];
      canvas.renderAll();
      return canvas.toDataURL({ format: "png", multiplier: job.multiplier ?? 1, enableRetinaScaling: false });
    }, text, job);
    fs.writeFileSync(job.out, Buffer.from(url.split(",")[1], "base64"));
  } finally {
    await page.close();
  }
}

async function drawSvg(job, missing) {
  const page = await open(job, missing);
  try {
    await page.setViewport({ width: job.width, height: job.height });
    // As an image, so that scripts do not run and nothing outside is fetched.
    const uri = "data:image/svg+xml;base64," + fs.readFileSync(job.svg).toString("base64");
    await page.evaluate(async (uri, job) => {
      const image = new Image();
      image.style = `display:block;width:${job.width}px;height:${job.height}px`;
      image.src = uri;
      await image.decode();
      document.body.append(image);
    }, uri, job);
    await page.screenshot({ path: job.out, omitBackground: true, clip: { x: 0, y: 0, width: job.width, height: job.height } });
  } finally {
    await page.close();
  }
}

for (const job of plan.jobs) {
  const missing = [];
  const start = Date.now();
  let error = null;
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("not drawn within 40 s")), 40000).unref());
  try {
    await Promise.race([job.svg ? drawSvg(job, missing) : drawDesign(job, missing), late]);
  } catch (cause) {
    error = String(cause.message ?? cause).split("\n")[0];
  }
  console.log(JSON.stringify({ out: job.out, error, missing, ms: Date.now() - start }));
}
await browser.close();
fs.rmSync(profile, { recursive: true, force: true });
