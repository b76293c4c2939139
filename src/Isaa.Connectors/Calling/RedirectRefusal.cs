using System.Globalization;
using Isaa.Models;

namespace Isaa.Connectors.Calling;

/// <summary>Refuses redirects, which the vendor's client would follow by itself and with the key.</summary>
internal sealed class RedirectRefusal : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode is < 300 or >= 400)
        {
            return response;
        }

        using (response)
        {
            throw new ModelException(
                "model_bad_answer",
                string.Create(CultureInfo.InvariantCulture, $"{request.RequestUri?.GetLeftPart(UriPartial.Authority)} answers with a redirect (HTTP {(int)response.StatusCode}), which is not followed because the key would go along. Set the base address to where the service is."),
                isTransient: false);
        }
    }
}
