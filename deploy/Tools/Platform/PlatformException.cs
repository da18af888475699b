using System.Net;

namespace Tools.Platform;

/// <summary>The platform refused or failed: what was asked, the status, and the problem document as it came.</summary>
public sealed class PlatformException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;

    internal static async Task ThrowUnlessSuccess(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return;
        using (response)
        {
            var problem = await response.Content.ReadAsStringAsync();
            var asked = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.PathAndQuery}";
            throw new PlatformException(response.StatusCode, $"{asked} answered {(int)response.StatusCode}: {problem}");
        }
    }
}
