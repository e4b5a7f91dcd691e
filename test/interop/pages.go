// Follows the pages of a list with nothing but Go's own library. Prints the users as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
)

type page struct {
	Value []struct {
		Properties struct {
			UserPrincipalName string `json:"userPrincipalName"`
		} `json:"properties"`
	} `json:"value"`
	NextLink *string `json:"nextLink"`
}

func read(answer *http.Response, err error, into any) {
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		panic(fmt.Sprintf("%d %s", answer.StatusCode, text))
	}
	if err := json.Unmarshal(text, into); err != nil {
		panic(err)
	}
}

func main() {
	endpoint := os.Getenv("DESKTOP_SESSIONS_ARM_ENDPOINT")
	var token struct {
		AccessToken string `json:"access_token"`
	}
	answer, err := http.PostForm(os.Getenv("AZURE_AUTHORITY_HOST")+"/"+os.Getenv("AZURE_TENANT_ID")+"/oauth2/v2.0/token", url.Values{
		"grant_type":    {"client_credentials"},
		"client_id":     {os.Getenv("AZURE_CLIENT_ID")},
		"client_secret": {os.Getenv("AZURE_CLIENT_SECRET")},
		"scope":         {endpoint + "/.default"},
	})
	read(answer, err, &token)

	query := url.Values{"api-version": {"2024-04-03"}, "pageSize": {"1"}, "$filter": {"userPrincipalName ne 'o''neil+1@contoso.com'"}}
	next := endpoint + "/subscriptions/" + os.Getenv("AZURE_SUBSCRIPTION_ID") + "/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1/userSessions?" + query.Encode()
	users := []string{}
	for next != "" {
		request, _ := http.NewRequest(http.MethodGet, next, nil)
		request.Header.Set("Authorization", "Bearer "+token.AccessToken)
		answer, err := http.DefaultClient.Do(request)
		var got page
		read(answer, err, &got)
		for _, session := range got.Value {
			users = append(users, session.Properties.UserPrincipalName)
		}
		next = ""
		if got.NextLink != nil {
			// Azure's client for Go takes the query apart and writes it anew.
			link, _ := url.Parse(*got.NextLink)
			link.RawQuery = link.Query().Encode()
			next = link.String()
		}
	}
	text, _ := json.Marshal(users)
	fmt.Println(string(text))
}
