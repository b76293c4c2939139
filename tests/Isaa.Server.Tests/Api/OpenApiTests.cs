using System.Text.Json;

namespace Isaa.Server.Tests.Api;

public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A changed API shows in the diff of openapi.json. To take the change over: ISAA_UPDATE_SNAPSHOTS=1.</summary>
    [Fact]
    public async Task The_document_is_the_one_that_was_agreed()
    {
        await using var server = await TestServer.StartAsync();
        var text = await server.Keyed.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var now = JsonSerializer.Serialize(JsonDocument.Parse(text).RootElement, Indented) + "\n";
        await Snapshot.CheckAsync("Api/openapi.json", now);
    }
}
