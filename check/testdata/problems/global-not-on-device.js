// platforms: app*, mp-*, !app-android, !app-ios
if (typeof URL !== 'undefined') console.log('there is a URL')
const bytes = new TextEncoder().encode('你好') // here
console.log(bytes.length)
