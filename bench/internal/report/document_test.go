package report

import "testing"

func TestAReportTakesThePlaceOfTheLast(t *testing.T) {
	got, err := replace([]byte("before\n"+begin+"\nold\n"+end+"\nafter\n"), []byte("new\n"))
	if want := "before\n" + begin + "\n\nnew\n" + end + "\nafter\n"; err != nil || string(got) != want {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
	for _, document := range []string{"", begin + "\n", end + "\n" + begin + "\n"} {
		if _, err := replace([]byte(document), nil); err == nil {
			t.Errorf("%q is taken for a place", document)
		}
	}
}
