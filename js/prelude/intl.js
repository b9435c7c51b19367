// What a script may ask of a locale (ECMA-402): the part that is the same for every
// engine, in the locales zh-CN, which devices have here unless a script says otherwise,
// and en-US. Anything else says so.
(function (native) {
	'use strict';

	const { localTimeZone, timeFields, formatDecimal, compareStrings } = native;
	const { apply } = Reflect;
	const { defineProperty } = Object;
	const { Error, TypeError, RangeError } = globalThis;
	const home = 'zh-CN';
	const hide = (target, name, value) => defineProperty(target, name, { value, writable: true, configurable: true });

	const refuse = (what, why) => {
		throw new Error(`${what}: ${why} is not supported by this engine, which knows the locales zh-CN and en-US and their usual forms; format the value in the script, or leave the argument out`);
	};

	const aliases = {
		zh: home, 'zh-CN': home, 'zh-Hans': home, 'zh-Hans-CN': home, en: 'en-US', 'en-US': 'en-US',
	};
	// localeOf is the locale that is meant by an argument for locales.
	const localeOf = (what, locales) => {
		if (locales === undefined) return home;
		const list = typeof locales === 'string' ? [locales] : [...Array.from(Object(locales))];
		if (list.length === 0) return home;
		const names = list.map((tag) => {
			if (typeof tag !== 'string') throw new TypeError('Incorrect locale information provided');
			if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag)) throw new RangeError(`Incorrect locale information provided`);
			return tag.split('-').map((part, i) => (i === 0 ? part.toLowerCase()
				: part.length === 4 ? part[0].toUpperCase() + part.slice(1).toLowerCase() : part.length === 2 ? part.toUpperCase() : part)).join('-');
		});
		const found = names.find((name) => aliases[name]);
		return found ? aliases[found] : refuse(what, `the locale ${names[0]}`);
	};

	// optionsOf takes the options that are known, by name with the values they may have.
	const optionsOf = (what, options, known) => {
		if (options === undefined) return {};
		if (options === null) throw new TypeError('Cannot convert undefined or null to object');
		const result = {};
		for (const name of Object.keys(Object(options))) {
			const value = options[name];
			if (value === undefined) continue;
			const allowed = known[name];
			if (!allowed) refuse(what, `the option ${name}`);
			if (Array.isArray(allowed) ? !allowed.includes(value) : !allowed(value)) refuse(what, `${name}: ${String(value)}`);
			result[name] = value;
		}
		return result;
	};

	// Dates.
	const size = ['numeric', '2-digit'];
	const dateOptions = {
		year: size, month: size, day: size, hour: size, minute: size, second: size,
		hour12: [true, false], hourCycle: ['h11', 'h12', 'h23', 'h24'], timeZone: (v) => typeof v === 'string',
		localeMatcher: ['lookup', 'best fit'], formatMatcher: ['basic', 'best fit'], calendar: ['gregory'], numberingSystem: ['latn'],
	};
	const two = (n) => `${n}`.padStart(2, '0');
	// cycleOf is how hours are counted (ECMA-402, section 11.1.2), with the cycles that Chromium
	// takes for hour12.
	const cycles = { 'zh-CN': { default: 'h23', true: 'h12', false: 'h23' }, 'en-US': { default: 'h12', true: 'h12', false: 'h24' } };
	const cycleOf = (locale, { hour12 = 'default', hourCycle }) => (hour12 === 'default' && hourCycle) || cycles[locale][hour12];
	const firstHour = { h11: 0, h12: 12, h23: 0, h24: 24 };
	const dayPeriods = { 'zh-CN': ['上午', '下午'], 'en-US': [' AM', ' PM'] };
	// dateFormat is a function that formats a time; needed are the parts of which the options
	// must have one, or all of defaults are taken (ECMA-402, section 11.1.2).
	const dateFormat = (what, locales, options, needed, defaults) => {
		const locale = localeOf(what, locales);
		const given = optionsOf(what, options, dateOptions);
		const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'];
		if (!parts.some((part) => needed.includes(part) && given[part])) for (const part of defaults) given[part] = 'numeric';
		const chosen = parts.filter((part) => given[part]).join(' ');
		const [date, time] = [chosen.match(/^(year month day|month day)?/)[0], chosen.match(/(hour minute second|hour minute)?$/)[0]];
		if (`${date} ${time}`.trim() !== chosen) refuse(what, `a format of ${chosen.replaceAll(' ', ', ')} alone`);
		const cycle = cycleOf(locale, given);
		const hours24 = cycle === 'h23' || cycle === 'h24';
		const zone = given.timeZone ?? '';
		if (zone !== '' && timeFields(0, zone) === null) throw new RangeError(`Invalid time zone specified: ${zone}`);
		const sized = (part, n) => (given[part] === '2-digit' ? two(n % 100) : `${n}`);
		const format = (ms) => {
			const [year, month, day, hour, minute, second] = timeFields(ms, zone);
			const era = year <= 0 ? refuse(what, 'a year before 1') : year;
			const y = date.startsWith('year') ? sized('year', era) : '';
			const md = [sized('month', month), sized('day', day)].join('/');
			const days = date === '' ? '' : y === '' ? md : locale === home ? `${y}/${md}` : `${md}/${y}`;
			let times = '';
			if (time !== '') {
				const h = hour % (hours24 ? 24 : 12) || firstHour[cycle];
				const narrow = locale === home && given.hour === 'numeric' && given.minute === '2-digit' && given.second !== 'numeric';
				const padded = hours24 && !narrow ? two(h) : sized('hour', h);
				times = [padded, two(minute), ...(time.endsWith('second') ? [two(second)] : [])].join(':');
				const period = hours24 ? '' : dayPeriods[locale][hour < 12 ? 0 : 1];
				times = locale === home ? period + times : times + period;
			}
			return days && times ? days + (locale === home ? ' ' : ', ') + times : days + times;
		};
		return { locale, zone, format, given, cycle, hours24 };
	};

	const all = ['year', 'month', 'day', 'hour', 'minute', 'second'];
	const days = all.slice(0, 3);
	const times = all.slice(3);
	const { getTime } = Date.prototype;
	const dateMethod = (name, needed, defaults) => {
		const methods = {
			[name](locales = undefined, options = undefined) {
				const ms = apply(getTime, this, []);
				if (ms !== ms) return 'Invalid Date';
				return dateFormat(`Date.prototype.${name}`, locales, options, needed, defaults).format(ms);
			},
		};
		hide(Date.prototype, name, methods[name]);
	};
	dateMethod('toLocaleString', all, all);
	dateMethod('toLocaleDateString', days, days);
	dateMethod('toLocaleTimeString', times, times);

	// Numbers.
	const digits = (from, to) => (v) => Number.isInteger(v) && v >= from && v <= to;
	const numberOptions = {
		style: ['decimal', 'percent', 'currency'], currency: (v) => /^(CNY|USD)$/i.test(v), currencyDisplay: ['symbol'],
		minimumIntegerDigits: digits(1, 21), minimumFractionDigits: digits(0, 100), maximumFractionDigits: digits(0, 100),
		useGrouping: [true, false, 'auto'], localeMatcher: ['lookup', 'best fit'], numberingSystem: ['latn'], notation: ['standard'],
	};
	const symbols = { 'zh-CN CNY': '¥', 'zh-CN USD': 'US$', 'en-US CNY': 'CN¥', 'en-US USD': '$' };
	const numberFormat = (what, locales, options) => {
		const locale = localeOf(what, locales);
		const given = optionsOf(what, options, numberOptions);
		const style = given.style ?? 'decimal';
		if (style === 'currency' && given.currency === undefined) throw new TypeError('Currency code is required with currency style.');
		const [low, high] = { decimal: [0, 3], percent: [0, 0], currency: [2, 2] }[style];
		let least = given.minimumFractionDigits ?? Math.min(low, given.maximumFractionDigits ?? low);
		const most = given.maximumFractionDigits ?? Math.max(high, least);
		if (least > most) throw new RangeError('maximumFractionDigits value is out of range.');
		const symbol = style === 'currency' ? symbols[`${locale} ${given.currency.toUpperCase()}`] : '';
		const format = (value) => {
			const sign = value < 0 || Object.is(value, -0) ? '-' : '';
			let text;
			if (value !== value) text = 'NaN';
			else if (value === Infinity || value === -Infinity) text = '∞';
			else {
				let plain = typeof value === 'bigint' ? `${value}` : +value;
				if (style === 'percent') plain = typeof value === 'bigint' ? `${value}00` : shifted(value);
				text = formatDecimal(plain, given.minimumIntegerDigits ?? 1, least, most, given.useGrouping !== false).replace('-', '');
			}
			return sign + symbol + text + (style === 'percent' ? '%' : '');
		};
		return { locale, format, style, least, most, given };
	};
	// shifted is a number by hundred, as text: the digits are those of the number.
	const shifted = (value) => {
		const [mantissa, exponent = '0'] = `${value}`.split('e');
		const [whole, fraction = ''] = mantissa.split('.');
		const point = whole.length + 2 + +exponent;
		const text = (whole + fraction).padEnd(point, '0');
		const sign = text.startsWith('-') ? 1 : 0;
		if (point <= sign) return `${text.slice(0, sign)}0.${'0'.repeat(sign - point)}${text.slice(sign)}`;
		return `${text.slice(0, point)}.${text.slice(point)}`.replace(/^(-?)0+(?=\d)/, '$1');
	};
	const { valueOf: numberValue } = Number.prototype;
	const { valueOf: bigintValue } = BigInt.prototype;
	hide(Number.prototype, 'toLocaleString', {
		toLocaleString(locales = undefined, options = undefined) {
			return numberFormat('Number.prototype.toLocaleString', locales, options).format(apply(numberValue, this, []));
		},
	}.toLocaleString);
	hide(BigInt.prototype, 'toLocaleString', {
		toLocaleString(locales = undefined, options = undefined) {
			return numberFormat('BigInt.prototype.toLocaleString', locales, options).format(apply(bigintValue, this, []));
		},
	}.toLocaleString);

	// Strings.
	const collationOptions = {
		usage: ['sort'], sensitivity: ['base', 'accent', 'case', 'variant'], numeric: [true, false],
		ignorePunctuation: [false], caseFirst: ['false'], localeMatcher: ['lookup', 'best fit'], collation: ['default', 'pinyin'],
	};
	const collation = (what, locales, options) => {
		const locale = localeOf(what, locales);
		const { sensitivity = 'variant', numeric = false } = optionsOf(what, options, collationOptions);
		return { locale, sensitivity, numeric, compare: (a, b) => compareStrings(`${a}`, `${b}`, locale, sensitivity, numeric) };
	};
	hide(String.prototype, 'localeCompare', {
		localeCompare(that, locales = undefined, options = undefined) {
			if (this === undefined || this === null) throw new TypeError('String.prototype.localeCompare called on null or undefined');
			return collation('String.prototype.localeCompare', locales, options).compare(this, that);
		},
	}.localeCompare);
	for (const [name, plain] of [['toLocaleUpperCase', 'toUpperCase'], ['toLocaleLowerCase', 'toLowerCase']]) {
		const original = String.prototype[plain];
		hide(String.prototype, name, {
			[name](locales = undefined) {
				const special = [].concat(locales ?? []).find((tag) => /^(tr|az|lt)\b/i.test(tag));
				if (special !== undefined) refuse(`String.prototype.${name}`, `the locale ${special}`);
				return apply(original, this, []);
			},
		}[name]);
	}

	// Intl.
	const Intl = {};
	defineProperty(Intl, Symbol.toStringTag, { value: 'Intl', configurable: true });
	const service = (name, make, methods) => {
		const made = new WeakMap();
		const of = (self, method) => {
			const state = made.get(self);
			if (state === undefined) throw new TypeError(`Method Intl.${name}.prototype.${method} called on incompatible receiver ${String(self)}`);
			return state;
		};
		const callable = name !== 'PluralRules';
		const constructor = {
			[name]: function (locales = undefined, options = undefined) {
				if (new.target === undefined && !callable) throw new TypeError(`Constructor Intl.${name} requires 'new'`);
				const state = make(`Intl.${name}`, locales, options);
				const self = Reflect.construct(Object, [], new.target ?? constructor);
				made.set(self, state);
				return self;
			},
		}[name];
		defineProperty(constructor, 'prototype', { writable: false });
		const { prototype } = constructor;
		defineProperty(prototype, 'constructor', { enumerable: false });
		defineProperty(prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });
		hide(constructor, 'supportedLocalesOf', {
			supportedLocalesOf(locales) {
				return [].concat(locales ?? []).filter((tag) => { try { localeOf(name, tag); return true; } catch (e) { if (e instanceof RangeError || e instanceof TypeError) throw e; return false; } });
			},
		}.supportedLocalesOf);
		methods(prototype, of);
		hide(Intl, name, constructor);
	};
	const bound = (prototype, of, key, fn) => {
		const { get } = Object.getOwnPropertyDescriptor({
			get [key]() {
				const state = of(this, key);
				state.bound ??= (...args) => fn(state, ...args);
				return state.bound;
			},
		}, key);
		defineProperty(prototype, key, { get, set: undefined, enumerable: false, configurable: true });
	};
	service('DateTimeFormat', (what, locales, options) => dateFormat(what, locales, options, all, days), (prototype, of) => {
		bound(prototype, of, 'format', (state, date) => {
			const ms = date === undefined ? Date.now() : +date;
			if (!(Math.abs(ms) <= 8.64e15)) throw new RangeError('Invalid time value');
			return state.format(ms);
		});
		hide(prototype, 'resolvedOptions', {
			resolvedOptions() {
				const { locale, zone, given, cycle, hours24 } = of(this, 'resolvedOptions');
				const result = { locale, calendar: 'gregory', numberingSystem: 'latn', timeZone: zone || localTimeZone() };
				if (given.hour) Object.assign(result, { hourCycle: cycle, hour12: !hours24 });
				for (const part of all) if (given[part]) result[part] = given[part];
				return result;
			},
		}.resolvedOptions);
		hide(prototype, 'formatToParts', { formatToParts() { refuse('Intl.DateTimeFormat.prototype.formatToParts', 'it'); } }.formatToParts);
	});
	service('NumberFormat', numberFormat, (prototype, of) => {
		bound(prototype, of, 'format', (state, value) => state.format(typeof value === 'bigint' ? value : +value));
		hide(prototype, 'resolvedOptions', {
			resolvedOptions() {
				const { locale, style, least, most, given } = of(this, 'resolvedOptions');
				return {
					locale, numberingSystem: 'latn', style, ...(style === 'currency' ? { currency: given.currency.toUpperCase(), currencyDisplay: 'symbol' } : {}),
					minimumIntegerDigits: given.minimumIntegerDigits ?? 1, minimumFractionDigits: least, maximumFractionDigits: most,
					useGrouping: given.useGrouping ?? 'auto', notation: 'standard',
				};
			},
		}.resolvedOptions);
	});
	service('Collator', collation, (prototype, of) => {
		bound(prototype, of, 'compare', (state, a, b) => state.compare(a, b));
		hide(prototype, 'resolvedOptions', {
			resolvedOptions() {
				const { locale, sensitivity, numeric } = of(this, 'resolvedOptions');
				return { locale, usage: 'sort', sensitivity, ignorePunctuation: false, collation: 'default', numeric, caseFirst: 'false' };
			},
		}.resolvedOptions);
	});
	service('PluralRules', (what, locales, options) => {
		const locale = localeOf(what, locales);
		return { locale, type: optionsOf(what, options, { type: ['cardinal', 'ordinal'], localeMatcher: ['lookup', 'best fit'] }).type ?? 'cardinal' };
	}, (prototype, of) => {
		hide(prototype, 'select', {
			select(value) {
				const { locale, type } = of(this, 'select');
				const n = +value;
				if (locale === home) return 'other';
				if (type === 'cardinal') return n === 1 ? 'one' : 'other';
				const teen = n % 100 >= 11 && n % 100 <= 13;
				return (!teen && { 1: 'one', 2: 'two', 3: 'few' }[n % 10]) || 'other';
			},
		}.select);
		hide(prototype, 'resolvedOptions', { resolvedOptions() { const { locale, type } = of(this, 'resolvedOptions'); return { locale, type }; } }.resolvedOptions);
	});
	for (const name of ['RelativeTimeFormat', 'ListFormat', 'DisplayNames', 'Segmenter', 'Locale', 'DurationFormat']) {
		hide(Intl, name, { [name]: function () { refuse(`Intl.${name}`, 'it'); } }[name]);
	}
	hide(Intl, 'getCanonicalLocales', { getCanonicalLocales(locales) { return locales === undefined ? [] : refuse('Intl.getCanonicalLocales', 'it'); } }.getCanonicalLocales);
	hide(globalThis, 'Intl', Intl);
})
