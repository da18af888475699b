// Writes gateway/Pages/Track/world.txt: the world's land and the borders of its countries, as the customer's map draws
// them. From Natural Earth (public domain), in the form of the npm package world-atlas:
//   npm install --no-save --prefix /tmp/atlas world-atlas@2.0.2 topojson-client@3.1.0
//   NODE_PATH=/tmp/atlas/node_modules node deploy/world.mjs > gateway/Pages/Track/world.txt
// A line is a ring of land (L) or a piece of a border (B): degrees of latitude and longitude in hundredths, each the
// difference to the one before, as "encoded polylines" write them (https://developers.google.com/maps/documentation/
// utilities/polylinealgorithm). Points that a pixel would not show, and islets, are left out.
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_PATH + "/");
const { feature, mesh } = require("topojson-client");
const world = require("world-atlas/countries-50m.json");

const Tolerance = 0.02; // degrees
const AreaMin = 0.004; // square degrees, of an island
const AntarcticSouthOf = -60;

const land = feature(world, world.objects.land);
const rings = (land.features ?? [land]).flatMap(({ geometry: g }) =>
  (g.type === "Polygon" ? [g.coordinates] : g.coordinates).flat());
const borders = mesh(world, world.objects.countries, (a, b) => a !== b).coordinates;

const area = ring => Math.abs(ring.reduce((sum, [x, y], i) => {
  const [u, v] = ring[(i + 1) % ring.length];
  return sum + x * v - u * y;
}, 0)) / 2;

// Douglas and Peucker.
function thin(line) {
  if (line.length < 3) return line;
  const [[ax, ay], [bx, by]] = [line[0], line.at(-1)];
  const [dx, dy] = [bx - ax, by - ay];
  const long = dx * dx + dy * dy;
  let far = 0, at = 0;
  for (let i = 1; i < line.length - 1; i++) {
    const [x, y] = line[i];
    const t = long ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long)) : 0;
    const away = Math.hypot(x - ax - t * dx, y - ay - t * dy);
    if (away > far) [far, at] = [away, i];
  }
  if (far <= Tolerance) return [line[0], line.at(-1)];
  return [...thin(line.slice(0, at + 1)).slice(0, -1), ...thin(line.slice(at))];
}

// A ring ends where it begins, so it is thinned in two halves.
const thinRing = ring => {
  const half = ring.length >> 1;
  return [...thin(ring.slice(0, half + 1)).slice(0, -1), ...thin(ring.slice(half))].slice(0, -1);
};

function encode(line) {
  let text = "", lastY = 0, lastX = 0;
  const put = difference => {
    let value = difference < 0 ? ~(difference << 1) : difference << 1;
    for (; value >= 0x20; value >>= 5) text += String.fromCharCode((0x20 | (value & 0x1f)) + 63);
    text += String.fromCharCode(value + 63);
  };
  for (const [x, y] of line.map(([x, y]) => [Math.round(x * 100), Math.round(y * 100)])) {
    put(y - lastY);
    put(x - lastX);
    [lastY, lastX] = [y, x];
  }
  return text;
}

const lines = [
  ...rings.filter(ring => area(ring) >= AreaMin && Math.max(...ring.map(point => point[1])) > AntarcticSouthOf)
    .map(thinRing).filter(ring => ring.length > 2).map(ring => "L" + encode(ring)),
  ...borders.map(thin).map(line => "B" + encode(line)),
];
process.stdout.write(lines.join("\n") + "\n");
