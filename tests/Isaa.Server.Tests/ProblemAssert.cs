using System.Net;
using System.Net.Http.Json;
using Isaa.Protocol;

namespace Isaa.Server.Tests;

internal static class ProblemAssert
{
    public static async Task<Problem> IsAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync(ProtocolJson.Default.Problem, TestContext.Current.CancellationToken);
        Assert.NotNull(problem);
        Assert.Equal((int)status, problem.Status);
        Assert.Equal(code, problem.Code);
        Assert.NotEmpty(problem.Detail);
        return problem;
    }
}
