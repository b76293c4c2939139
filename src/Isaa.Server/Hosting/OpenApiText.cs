using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Isaa.Server.Hosting;

/// <summary>The parts of the OpenAPI document that no endpoint says: title, version, the key and the error answer.</summary>
internal static class OpenApiText
{
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Isaa",
                Version = "v1",
                Description = "Runs, jobs, agents and models. Every error, whatever its status, is the application/problem+json shown with 400, with a stable 'code'.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The server's API key." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
    }
}
