// The pictures of the reference site, drawn here so that no photograph lies in the repository: JPEGs with grain and
// gradients, as large as those of a camera that was scaled down for the web.

// A picture is a sky from top to bottom, a light in it, hills from far to near, and the ground or the sea.
const scenes = {
  harbour: { seed: 3, sky: ['#2b3a67', '#c56a5b', '#f3c98b'], light: [1080, 560, 70, '#fff1c9'], hills: ['#5a4a6d', '#3d3557', '#262a43'], ground: ['#e2a57e', '#33406b'], masts: true },
  marsh: { seed: 8, sky: ['#b9d2d8', '#e9e4cf'], light: [420, 250, 60, '#ffffff'], hills: ['#9db3a5', '#7d9a7f', '#5f7f5b'], ground: ['#b8b48d', '#6d7a55'], pools: true },
  cliffs: { seed: 13, sky: ['#8f9fab', '#d5dadb'], light: [200, 180, 50, '#f4f4ee'], hills: ['#c8c6ba', '#e4e0d0', '#b3ac97'], ground: ['#768a92', '#3f5560'] },
  moon: { seed: 21, sky: ['#0a1024', '#22305c'], light: [1050, 260, 90, '#f6f1de'], hills: ['#141b36', '#0d1328'], ground: ['#2d3d6c', '#0a1022'] },
  wave: { seed: 34, sky: ['#6fb0c4', '#cfe7e4'], light: [760, 160, 40, '#fff'], hills: ['#3f8ea2', '#2b7488', '#1b5a70'], ground: ['#d7ecea', '#2f7f92'] },
  fog: { seed: 55, sky: ['#c9cdd0', '#b3b8bb'], light: [980, 330, 36, '#fffbe6'], hills: ['#b0b5b7', '#a2a8ab'], ground: ['#9da5a8', '#848d91'], tower: true },
  swimmer: { seed: 89, sky: ['#f0d9c4', '#f8efe2'], light: [1250, 470, 80, '#ffffff'], hills: ['#c9b8ae', '#a99c9b'], ground: ['#d8cdbf', '#6f93a3'], swimmer: true },
};

const people = {
  mara: ['#cfd8dc', '#e3b79b', '#3b2f2b', '#1f2a3a'],
  tomas: ['#24423a', '#8d5a3c', '#1b1512', '#b8863b'],
  ines: ['#e9e2d4', '#d9a98a', '#6b4a35', '#496a7c'],
  samir: ['#d97c3a', '#b98262', '#17120f', '#3a2440'],
};

function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

const stops = (colours) => colours.map((colour, at) => `<stop offset="${at / (colours.length - 1)}" stop-color="${colour}"/>`).join('');

function hill(random, top, height) {
  const waves = Array.from({ length: 4 }, (_, at) => [random.next().value * 7, (at + 1) * (0.7 + random.next().value), height / (at + 1.4)]);
  const line = Array.from({ length: 81 }, (_, at) => {
    const y = waves.reduce((sum, [phase, often, high]) => sum + Math.sin(phase + (at / 80) * Math.PI * often) * high, top);
    return `${at * 20},${y.toFixed(1)}`;
  });
  return `M0,1067 L${line.join(' L')} L1600,1067 Z`;
}

function scene({ seed, sky, light: [x, y, size, glow], hills, ground, masts, pools, tower, swimmer }) {
  const random = numbers(seed);
  const some = (count, draw) => Array.from({ length: count }, () => draw(random.next().value, random.next().value, random.next().value)).join('');
  const parts = [
    `<rect width="1600" height="1067" fill="url(#sky)"/>`,
    `<circle cx="${x}" cy="${y}" r="${size * 4}" fill="url(#glow)"/><circle cx="${x}" cy="${y}" r="${size}" fill="${glow}"/>`,
    ...hills.map((colour, at) => `<path d="${hill(random, 470 + at * 85, 60 - at * 8)}" fill="${colour}"/>`),
    `<rect y="720" width="1600" height="347" fill="url(#ground)"/>`,
    some(90, (a, b, c) => `<rect x="${a * 1600 - 100}" y="${725 + b * b * 340}" width="${40 + c * 240}" height="${1 + b * 5}" fill="${glow}" opacity="${0.05 + c * 0.16}"/>`),
    masts && some(9, (a, b, c) => `<path d="M${200 + a * 1200},${730 + b * 60} v-${150 + c * 140} m0,30 l${20 + b * 60},${90 + c * 40} h-${20 + b * 60}z" stroke="#1a1c2c" stroke-width="4" fill="#1a1c2c" fill-opacity=".55"/><path d="M${140 + a * 1200},${728 + b * 60} h130 l-20,34 h-92z" fill="#191b2b"/>`),
    pools && some(16, (a, b, c) => `<ellipse cx="${a * 1600}" cy="${760 + b * 280}" rx="${40 + c * 150}" ry="${8 + c * 18}" fill="#e6ecdf" opacity=".8"/>`),
    tower && `<path d="M955,720 l12,-390 h26 l12,390z" fill="#dfe0dd"/><rect x="960" y="300" width="40" height="34" fill="#8a4a42"/><path d="M980,318 L1600,210 V420Z" fill="#fffbe6" opacity=".45"/>`,
    swimmer && `<circle cx="610" cy="815" r="15" fill="#4a2f26"/><path d="M560,830 q50,-22 100,0" stroke="#fff" stroke-width="5" fill="none"/>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1067"><defs>
<linearGradient id="sky" x2="0" y2="1">${stops(sky)}</linearGradient><linearGradient id="ground" x2="0" y2="1">${stops(ground)}</linearGradient>
<radialGradient id="glow"><stop stop-color="${glow}" stop-opacity=".7"/><stop offset="1" stop-color="${glow}" stop-opacity="0"/></radialGradient>
<filter id="grain"><feTurbulence type="fractalNoise" baseFrequency=".8" numOctaves="2" seed="${seed}"/><feColorMatrix values="0 0 0 0 .5 0 0 0 0 .5 0 0 0 0 .5 0 0 0 .16 0"/></filter></defs>
${parts.filter(Boolean).join('\n')}<rect width="1600" height="1067" filter="url(#grain)"/></svg>`;
}

const portrait = ([wall, skin, hair, coat]) => `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480"><rect width="480" height="480" fill="${wall}"/>
<circle cx="380" cy="90" r="200" fill="#fff" opacity=".12"/><path d="M60,480 q20,-150 180,-160 q160,10 180,160z" fill="${coat}"/>
<rect x="205" y="270" width="70" height="80" rx="30" fill="${skin}"/><ellipse cx="240" cy="200" rx="88" ry="106" fill="${skin}"/>
<path d="M146,205 q-10,-130 96,-130 q106,2 92,130 q-14,-70 -60,-84 q-90,6 -128,84z" fill="${hair}"/></svg>`;

// Every picture as [name, JPEG].
export async function pictures(browser) {
  const page = await browser.newPage();
  const draw = async (name, svg, width, height) => {
    await page.setViewportSize({ width, height });
    await page.setContent(`<body style="margin:0">${svg}`);
    return [`${name}.jpg`, await page.screenshot({ type: 'jpeg', quality: 68 })];
  };
  const drawn = [];
  for (const [name, one] of Object.entries(scenes)) drawn.push(await draw(name, scene(one), 1600, 1067));
  for (const [name, colours] of Object.entries(people)) drawn.push(await draw(name, portrait(colours), 480, 480));
  await page.close();
  return drawn;
}
