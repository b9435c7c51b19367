// What a user sees and answers: without a screen it is a line of text, and the
// answer is the first one there is, or with --decline none.
(function (native) {
	'use strict';

	const { decline } = native.data.settings;
	let clipboard = '';

	const text = (v) => (v === undefined || v === null ? '' : `${v}`.replace(/\s+/g, ' ').trim());
	const quoted = (v) => JSON.stringify(text(v));
	const shown = (name, ...words) => {
		native.tell(`unisocket: ${[name, ...words.filter((w) => w !== '')].join(' ')}`);
	};

	// told are functions of which there is nothing but the line, with the options
	// that are worth telling.
	const told = (name, ...keys) => (options, done) => {
		shown(name, ...keys.filter((key) => options[key] !== undefined).map((key) => (key === 'title' ? quoted(options[key]) : `${key} ${text(options[key])}`)));
		done('');
	};
	const quiet = (_, done) => { done(''); };

	return {
		showToast(options, done) {
			shown('toast', quoted(options.title));
			done('');
		},
		hideToast: quiet,
		showLoading(options, done) {
			shown('loading', quoted(options.title));
			done('');
		},
		hideLoading: quiet,

		showModal(options, done) {
			const answers = options.showCancel === false ? ['confirm'] : ['confirm', 'cancel'];
			const answer = decline ? answers[answers.length - 1] : answers[0];
			const what = [options.title, options.content].filter((v) => text(v) !== '').map(quoted).join(' ');
			shown('modal', what, `→ ${answer}`);
			const confirm = answer === 'confirm';
			const result = { confirm, cancel: !confirm };
			if (options.editable) result.content = confirm ? text(options.content) : null;
			setTimeout(() => done('', result));
		},
		showActionSheet(options, done) {
			const list = Array.isArray(options.itemList) ? options.itemList : [];
			const entries = list.map(text).join(', ');
			shown('action sheet', `[${entries}]`, decline || list.length === 0 ? '→ cancel' : `→ ${text(list[0])}`);
			setTimeout(() => (decline || list.length === 0 ? done('cancel') : done('', { tapIndex: 0 })));
		},

		setNavigationBarTitle: told('title', 'title'),
		setNavigationBarColor: quiet,
		showNavigationBarLoading: quiet,
		hideNavigationBarLoading: quiet,
		setTabBarBadge: told('tab bar badge', 'index', 'text'),
		removeTabBarBadge: told('tab bar badge removed', 'index'),
		showTabBarRedDot: told('tab bar dot', 'index'),
		hideTabBarRedDot: told('tab bar dot removed', 'index'),
		startPullDownRefresh(_, done) {
			done('');
			native.part('life').tellPage('onPullDownRefresh');
		},
		stopPullDownRefresh: quiet,
		pageScrollTo: quiet,
		setKeepScreenOn: quiet,
		hideKeyboard: quiet,

		setClipboardData({ data }, done) {
			if (typeof data !== 'string') {
				done('parameter error: parameter.data should be String');
				return;
			}
			clipboard = data;
			done('', { data: '' });
		},
		getClipboardData(_, done) { done('', { data: clipboard }); },
		vibrate: told('vibration'),
		vibrateLong: told('long vibration'),
		vibrateShort: told('short vibration'),
	};
})
