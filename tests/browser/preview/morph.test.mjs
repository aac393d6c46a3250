// Morphing in Chromium: the new page stands there, and what did not change was not touched.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { launch } from './browser.mjs';
import { start } from './fake.mjs';

let fake;
let browser;
let page;

before(async () => {
  fake = await start();
  fake.pages.set('/blank/', '<!doctype html><html lang="en"><title>Blank</title><body></body></html>');
  fake.pages.set('/frame/', '<!doctype html><html lang="en"><title>Frame</title><p>In the frame</p></html>');
  browser = await launch();
  page = await browser.newPage();
});

after(async () => {
  await browser?.close();
  await fake?.close();
});

beforeEach(async () => {
  await page.goto(`${fake.url}/blank/`);
  await page.evaluate(async () => {
    const { morph, remember } = await import('/__byline/morph.js');
    const parse = (html) => new DOMParser().parseFromString(html, 'text/html').body;
    window.show = (html) => {
      document.body.replaceChildren(...document.importNode(parse(html), true).childNodes);
      remember(document.body);
    };
    window.change = (html) => {
      morph(document.body, parse(html));
      return document.body.innerHTML;
    };
  });
});

test('after a morph of 200 random trees the page is the new one, and no id is there twice', async () => {
  const failed = await page.evaluate(() => {
    let seed = 7;
    const random = (below) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    const words = ['tide', 'quay', 'storm', 'ebb', '', ' ', '\n', 'a longer line of words'];
    const tree = (depth, ids) => {
      let html = '';
      for (let children = random(6); children > 0; children--) {
        const kind = random(9);
        if (kind < 3) html += words[random(words.length)];
        else if (kind === 3) html += `<!--${words[random(4)]}-->`;
        else if (kind === 4)
          html += `<input name="n${random(3)}" value="${words[random(4)]}"${random(2) ? ' checked type=checkbox' : ''}>`;
        else if (depth) {
          const name = ['div', 'section', 'b', 'details', 'ul'][random(5)];
          const id = random(3) ? '' : ids.splice(random(ids.length), 1)[0];
          html += `<${name}${id ? ` id="${id}"` : ''}${random(3) ? '' : ` class="${words[random(3)]}" data-x="${random(4)}"`}>${tree(depth - 1, ids)}</${name}>`;
        }
      }
      return html;
    };
    const next = () => tree(4, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
    const wrong = [];
    window.show(next());
    for (let round = 0; round < 200; round++) {
      const html = next();
      const expected = new DOMParser().parseFromString(html, 'text/html').body;
      window.change(html);
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      if (!document.body.isEqualNode(expected) || new Set(ids).size !== ids.length)
        wrong.push({ round, html, is: document.body.innerHTML });
    }
    return wrong;
  });
  assert.deepEqual(failed, []);
});

test('elements with an id are moved among their siblings, not made anew', async () => {
  const kept = await page.evaluate(() => {
    window.show('<p id="a">A</p><p id="b">B</p><p id="c">C</p><p id="d">D</p>');
    const [a, b, c, d] = document.body.children;
    window.change('<p id="d">D</p><p id="new">N</p><p id="a">A changed</p><p id="c">C</p>');
    const now = [...document.body.children];
    return [now[0] === d, now[2] === a, now[3] === c, !b.isConnected, document.body.textContent];
  });
  assert.deepEqual(kept, [true, true, true, true, 'DNA changedC']);
});

test('a paragraph put in before many leaves all of them, and the frame among them is not loaded again', async () => {
  const kept = await page.evaluate(async () => {
    const text = (n) => `<p>Paragraph ${n} of a text</p>\n`;
    const frame = '<iframe src="/frame/" title="Frame"></iframe>\n';
    window.show(text(1) + frame + text(2) + text(3));
    const element = document.querySelector('iframe');
    await new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
    let loads = 0;
    element.addEventListener('load', () => loads++);
    element.contentWindow.mark = 'kept';
    const before = [...document.querySelectorAll('p')];
    window.change(
      `<p>In front</p>\n${text(1)}${frame}<p>Between</p>\n${text(2).replace('of a', 'of another')}${text(3)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    const after = [...document.querySelectorAll('p')];
    return [
      loads,
      element.contentWindow.mark,
      document.querySelector('iframe') === element,
      after[1] === before[0],
      after[3] === before[1],
      after[4] === before[2],
      after[3].textContent,
    ];
  });
  assert.deepEqual(kept, [0, 'kept', true, true, true, true, 'Paragraph 2 of another text']);
});

test('a fold that was opened stays open while its text changes, and one that the author opens is opened', async () => {
  const open = await page.evaluate(() => {
    window.show('<details><summary>One</summary>a</details><details><summary>Two</summary>b</details>');
    const [one, two] = document.querySelectorAll('details');
    one.open = true;
    window.change('<details><summary>One</summary>a changed</details><details open><summary>Two</summary>b</details>');
    return [one.open, two.open, one.isConnected, two.isConnected];
  });
  assert.deepEqual(open, [true, true, true, true]);
});

test('what was typed, ticked and chosen stays, and a field that nobody touched gets its new value', async () => {
  await page.evaluate(() =>
    window.show(`<form><input name="typed" value="old"><input name="left" value="old">
    <input type="checkbox" name="ticked"><input type="checkbox" name="bare"><textarea name="long">old</textarea>
    <select name="chosen"><option>a<option>b<option>c</select><select name="standard"><option>a<option>b</select></form>`),
  );
  await page.fill('[name=typed]', 'mine');
  await page.fill('[name=left]', 'mine');
  await page.fill('[name=left]', 'old');
  await page.fill('[name=long]', 'my words');
  await page.check('[name=ticked]');
  await page.selectOption('[name=chosen]', 'c');
  const values = await page.evaluate(() => {
    window.change(`<form><input name="left" value="new"><input name="typed" value="new" class="x">
      <input type="checkbox" name="ticked" class="x"><input type="checkbox" name="bare" checked><textarea name="long">new</textarea>
      <select name="chosen"><option>a<option>new<option>b<option>c</select><select name="standard"><option>a<option selected>b</select></form>`);
    const { typed, left, ticked, bare, long, chosen, standard } = document.querySelector('form').elements;
    return [typed.value, left.value, ticked.checked, bare.checked, long.value, chosen.value, standard.value];
  });
  assert.deepEqual(values, ['mine', 'new', true, true, 'my words', 'c', 'b']);
});

test('the focus and the place in a field stay when the field is moved', async () => {
  const kept = await page.evaluate(() => {
    window.show('<p id="p">Text</p><input id="field" value="some words"><p id="q">More</p>');
    const field = document.querySelector('input');
    field.focus();
    field.setSelectionRange(2, 6);
    window.change('<input id="field" value="some words"><p id="q">More</p><p id="p">Text changed</p>');
    const first = [document.activeElement === field, field.selectionStart, field.selectionEnd];
    window.change('<p id="q">More</p><p id="p">Text</p><p>New</p><input id="field" value="some words">');
    return [...first, document.activeElement === field, field.selectionStart, field.selectionEnd];
  });
  assert.deepEqual(kept, [true, 2, 6, true, 2, 6]);
});

test('selected words stay selected while others in their paragraph change', async () => {
  const selected = await page.evaluate(() => {
    window.show('<p>The water comes twice a day.</p>');
    const text = document.querySelector('p').firstChild;
    getSelection().setBaseAndExtent(text, 4, text, 9);
    window.change('<p>The water comes and goes twice a day.</p>');
    const first = getSelection().toString();
    window.change('<p>Then the water comes and goes twice a day.</p>');
    return [first, getSelection().toString()];
  });
  assert.deepEqual(selected, ['water', 'water']);
});

test('what scripts did to the page stays where the source did not change', async () => {
  const kept = await page.evaluate(() => {
    window.show(
      '<nav class="menu">Menu</nav><pre>code</pre><p>Text</p><table><tr><td>1</td></tr></table><p id="gone">Gone</p>',
    );
    document.querySelector('nav').className = 'menu is-open';
    document.querySelector('pre').append(Object.assign(document.createElement('button'), { textContent: 'Copy' }));
    const wrap = document.createElement('div');
    document.querySelector('table').replaceWith(wrap);
    wrap.append(Object.assign(document.createElement('b'), { textContent: 'Table' }));
    document.querySelector('#gone').remove();
    wrap.append(new DOMParser().parseFromString('<i>x</i>', 'text/html').body.firstChild);
    return window.change(
      '<nav class="menu">Menu</nav><pre>code</pre><p>Text changed</p><table><tr><td>1</td></tr></table><p id="gone">Gone</p>',
    );
  });
  assert.equal(
    kept,
    '<nav class="menu is-open">Menu</nav><pre>code<button>Copy</button></pre><p>Text changed</p><div><b>Table</b><i>x</i></div>',
  );
});

test('a table that a script has wrapped changes within its wrapper', async () => {
  const now = await page.evaluate(() => {
    window.show('<p>Text</p><table><tbody><tr><td>1</td></tr></tbody></table>');
    const table = document.querySelector('table');
    const wrap = document.createElement('div');
    table.replaceWith(wrap);
    wrap.append(table);
    return window.change('<p>Text</p><table><tbody><tr><td>2</td></tr></tbody></table>');
  });
  assert.equal(now, '<p>Text</p><div><table><tbody><tr><td>2</td></tr></tbody></table></div>');
});

test('words that a script has cut up or replaced are those of the new source when it changes', async () => {
  const now = await page.evaluate(() => {
    window.show('<pre>let a = 1</pre><p>It was five minutes ago</p>');
    document.querySelector('pre').innerHTML = '<b>let</b> a = <i>1</i>';
    document.querySelector('p').firstChild.splitText(3);
    return window.change('<pre>let a = 2</pre><p>It was six minutes ago</p>');
  });
  assert.equal(now, '<pre>let a = 2</pre><p>It was six minutes ago</p>');
});

test('attributes whose names only a parser makes are taken over', async () => {
  const now = await page.evaluate(() => {
    window.show('<p>Text</p>');
    return window.change('<p a"b="1" @click="x">Text</p>');
  });
  assert.equal(now, '<p a"b="1" @click="x">Text</p>');
});
