using Isaa.Models;
using Isaa.Protocol.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class ModelEndpoints
{
    /// <summary>The playbook that is played when no language model is configured.</summary>
    public const string Demonstration = "scripted/demo";

    public static void MapModels(this IEndpointRouteBuilder app) =>
        app.MapGet("/models", List).WithSummary("The model providers: ready, or what is missing");

    private static ModelPage List(IModelCatalog models) => new()
    {
        Default = models.DefaultModel,
        Demonstration = Demonstration,
        Providers =
        [
            .. models.List().Select(p => new ModelProviderView
            {
                Provider = p.Provider,
                IsReady = p.IsReady,
                Note = p.Note,
                KnownModels = p.KnownModels,
            }),
        ],
    };
}
