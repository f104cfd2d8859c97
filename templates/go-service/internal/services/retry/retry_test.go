package retry

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// answers gives one status after the other, 0 for a connection that breaks, and counts.
type answers struct {
	statuses []int
	tries    int
}

func (a *answers) RoundTrip(*http.Request) (*http.Response, error) {
	status := a.statuses[min(a.tries, len(a.statuses)-1)]
	a.tries++
	if status == 0 {
		return nil, errors.New("connection reset")
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader("body"))}, nil
}

func send(t *testing.T, method, body string, statuses ...int) (status, tries int) {
	t.Helper()
	upstream := &answers{statuses: statuses}
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, "http://upstream/", reader)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&Transport{Next: upstream, Tries: 3, Delay: time.Millisecond}).RoundTrip(request)
	if err != nil {
		return 0, upstream.tries
	}
	defer response.Body.Close()
	return response.StatusCode, upstream.tries
}

func TestASafeRequestIsTriedAgainUntilItIsAnswered(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
		if status, tries := send(t, method, "", 0, 503, 200); status != 200 || tries != 3 {
			t.Errorf("%s: got %d after %d tries", method, status, tries)
		}
	}
}

func TestTriesAreBounded(t *testing.T) {
	if status, tries := send(t, http.MethodGet, "", 0); status != 0 || tries != 3 {
		t.Errorf("got %d after %d tries", status, tries)
	}
	if status, tries := send(t, http.MethodGet, "", 502); status != 502 || tries != 3 {
		t.Errorf("the last answer is the caller's: got %d after %d tries", status, tries)
	}
}

func TestWhatMayHaveChangedSomethingIsNeverSentTwice(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if _, tries := send(t, method, "", 0, 200); tries != 1 {
			t.Errorf("%s: %d tries", method, tries)
		}
	}
	if _, tries := send(t, http.MethodGet, "a body", 503, 200); tries != 1 {
		t.Errorf("with a body: %d tries", tries)
	}
}

func TestAnAnswerThatIsFinalIsNotAskedForAgain(t *testing.T) {
	for _, status := range []int{200, 304, 404, 429, 500} {
		if got, tries := send(t, http.MethodGet, "", status); got != status || tries != 1 {
			t.Errorf("%d: got %d after %d tries", status, got, tries)
		}
	}
}
