// Package retry sends a request again when that is safe and may help.
package retry

import (
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

// Transport tries a request up to Tries times. Only methods that change nothing are tried again (RFC 9110, 9.2.1), and
// only requests without a body.
type Transport struct {
	Next  http.RoundTripper
	Tries int
	// Delay is the mean wait before the second try; it doubles with each.
	Delay time.Duration
}

var safe = map[string]bool{http.MethodGet: true, http.MethodHead: true, http.MethodOptions: true}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	again := safe[request.Method] && (request.Body == nil || request.Body == http.NoBody)
	for try := 1; ; try++ {
		response, err := t.Next.RoundTrip(request)
		if !again || try >= t.Tries || !transient(response, err) || request.Context().Err() != nil {
			return response, err
		}
		if response != nil {
			// Read to its end, so that the connection is used again.
			_, _ = io.CopyN(io.Discard, response.Body, 1<<12)
			_ = response.Body.Close()
		}
		// Somewhere between half and one and a half times the delay: callers that failed together do not come back
		// together.
		mean := t.Delay << (try - 1)
		select {
		case <-time.After(mean/2 + rand.N(mean)):
		case <-request.Context().Done():
			return nil, request.Context().Err()
		}
	}
}

// transient says whether the same request may be answered a moment later.
func transient(response *http.Response, err error) bool {
	if err != nil {
		return true
	}
	switch response.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}
