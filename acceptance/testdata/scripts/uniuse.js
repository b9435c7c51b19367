// Composables over uni.connectSocket and uni's storage, outside of a component.
import { useSocket, useStorageSync } from '@uni-helper/uni-use';
import { effectScope, watch } from 'vue';

effectScope().run(() => {
  const name = useStorageSync('name', 'nobody');
  console.log('name', JSON.stringify(name.value)) // uni has '' for what is not there;
  name.value = 'somebody';
  const { status, data, send, close } = useSocket(scriptArgs[0], { autoReconnect: { retries: 3, delay: 100 } });
  let opens = 0;
  watch(status, (now) => {
    console.log('status', now);
    if (now === 'OPEN') send(++opens === 1 ? 'hello' : 'again');
  }, { flush: 'sync' });
  watch(data, (text) => {
    console.log('data', text, uni.getStorageSync('name'));
    if (text === 'hello') console.log('cut me off');
    if (text === 'again') close();
  }, { flush: 'sync' });
});
